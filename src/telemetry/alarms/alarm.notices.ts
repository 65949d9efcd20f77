import { defineNotices } from '../../identity/index.js';
import type { DeviceAlarmKind } from './alarm.types.js';

/** `{device}` is its asset code, `{about}` the name of the fence. */
export const AlarmNotices = defineNotices({
  DEVICE_FENCE_ENTERED: { zh: '{device} 进入围栏“{about}”', en: '{device} has entered the fence “{about}”' },
  DEVICE_FENCE_LEFT: { zh: '{device} 离开围栏“{about}”', en: '{device} has left the fence “{about}”' },
  DEVICE_FENCE_DWELL: {
    zh: '{device} 在围栏“{about}”内已停留 {value} 分钟',
    en: '{device} has been inside the fence “{about}” for {value} minutes',
  },
  DEVICE_LOW_BATTERY: { zh: '{device} 电量低：{value}%', en: 'The battery of {device} is low: {value}%' },
});

export const ALARM_NOTICE_OF: Readonly<Record<DeviceAlarmKind, keyof typeof AlarmNotices>> = {
  fence_entered: 'DEVICE_FENCE_ENTERED',
  fence_left: 'DEVICE_FENCE_LEFT',
  fence_dwell: 'DEVICE_FENCE_DWELL',
  low_battery: 'DEVICE_LOW_BATTERY',
};
