import { defineNotices } from '../../../identity/index.js';

export const RegisterNotices = defineNotices({
  BOOKED_DEVICE_WITHDRAWN: {
    zh: '您预约的设备 {assetCode} 已停用（{stateZh}），请另选设备',
    en: 'The device {assetCode} that you booked is out of service ({state}); choose another',
  },
});
