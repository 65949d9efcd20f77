import type { ErrorEntry } from '../../platform/index.js';

/** Entries of the catalogue: why a controller is not let in from the pilot page. */
export const PILOT_REFUSALS = {
  DJI_NOT_SET_UP: {
    status: 422,
    level: 'info',
    en: 'The administrator has not set up the connection of DJI devices yet',
    zh: '管理员尚未设置大疆设备接入参数',
  },
  CONTROLLER_NOT_REGISTERED: {
    status: 422,
    level: 'info',
    en: 'No controller with the serial {serial} is registered for reporting',
    zh: '序列号为 {serial} 的遥控器未登记，或未登记为可上报设备',
  },
} as const satisfies Record<string, ErrorEntry>;
