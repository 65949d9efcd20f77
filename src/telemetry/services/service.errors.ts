import type { ErrorEntry } from '../../platform/index.js';

/** Why a device is not asked. */
export const SERVICE_REFUSALS = {
  DEVICE_OFFLINE: {
    status: 409,
    level: 'info',
    retryable: true,
    en: 'The {what} is not online, so nothing was sent',
    zh: '设备（{what}）不在线，指令未发送',
  },
  SERVICE_NOT_SUPPORTED: {
    status: 422,
    level: 'info',
    en: 'A device of this kind cannot be asked for {method}',
    zh: '该类设备不支持 {method}',
  },
  VIDEO_NOT_OF_DEVICE: {
    status: 422,
    level: 'info',
    en: 'This picture comes from another device',
    zh: '该视频流不属于此设备',
  },
  TASK_TIME_OUT_OF_RANGE: {
    status: 422,
    level: 'info',
    en: 'A task at once begins within 30 s of now, a later one within 24 hours',
    zh: '立即任务的开始时间与当前时间相差不得超过 30 秒，定时任务不得超过 24 小时',
  },
  WATERMARK_TOO_LONG: {
    status: 422,
    level: 'info',
    en: 'The number of the case does not fit into the picture',
    zh: '案号过长，无法写入水印',
  },
  SERVICE_UNDER_WAY: {
    status: 409,
    level: 'info',
    retryable: true,
    en: 'The device has been asked for this and has not answered yet',
    zh: '该指令已发送，设备尚未答复',
  },
  SERVICE_NOT_REPEATABLE: {
    status: 409,
    level: 'info',
    en: 'This call was answered, or may not be sent twice; make a new one if it is meant again',
    zh: '该指令已有结果或不得重复发送，如需再次执行请重新下达',
  },
} as const satisfies Record<string, ErrorEntry>;
