import { defineErrors } from '../platform/index.js';
import { ALARM_REFUSALS } from './alarms/alarm.errors.js';
import { FENCE_REFUSALS } from './fences/fence.errors.js';
import { PILOT_REFUSALS } from './pilot/pilot.errors.js';
import { DOCK_TASK_REFUSALS } from './tasks/task.errors.js';
import { RECORDED_REFUSALS } from './recorded/recorded.errors.js';
import { SERVICE_REFUSALS } from './services/service.errors.js';

export const TelemetryErrors = defineErrors({
  DEVICE_HAS_NO_LINK: {
    status: 422,
    level: 'info',
    en: 'This device does not report over the broker, or is retired',
    zh: '该设备不经消息代理上报数据，或已报废',
  },
  TRACK_PERIOD_TOO_LONG: {
    status: 422,
    level: 'info',
    en: 'Ask for at most {hours} hours at once',
    zh: '单次查询不得超过 {hours} 小时',
  },
  TRACK_STEP_TOO_FINE: {
    status: 422,
    level: 'info',
    en: 'Ask for a longer step or a shorter period: at most {points} points at once',
    zh: '请加大步长或缩短时段：单次最多 {points} 个点',
  },
  SEARCH_TOO_WIDE: {
    status: 422,
    level: 'info',
    en: 'Ask for a smaller area or a shorter period: this would read too many frames or points of files',
    zh: '请缩小范围或缩短时段：该查询需读取的数据过多',
  },
  DJI_SECRET_MISSING: {
    status: 422,
    level: 'info',
    en: 'The first time key and licence of the app are needed',
    zh: '首次设置须填写应用密钥和许可证',
  },
  DJI_CONNECTION_CHANGED: {
    status: 409,
    level: 'info',
    en: 'Somebody else has changed this; it is at version {version} by now',
    zh: '该设置已被他人修改，现为第 {version} 版',
  },
  ...ALARM_REFUSALS,
  ...FENCE_REFUSALS,
  DJI_TEST_RUNNING: {
    status: 409,
    level: 'info',
    retryable: true,
    en: 'A test of the connection is running already',
    zh: '接入测试正在进行中',
  },
  ...PILOT_REFUSALS,
  ...RECORDED_REFUSALS,
  ...SERVICE_REFUSALS,
  ...DOCK_TASK_REFUSALS,
  INTAKE_OVERLOADED: {
    status: 503,
    level: 'error',
    retryable: true,
    en: 'More messages are waiting for the database than can be held',
    zh: '等待入库的消息已超过上限',
  },
});
