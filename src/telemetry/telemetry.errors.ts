import { defineErrors } from '../platform/index.js';

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
  INTAKE_OVERLOADED: {
    status: 503,
    level: 'error',
    retryable: true,
    en: 'More messages are waiting for the database than can be held',
    zh: '等待入库的消息已超过上限',
  },
});
