import { defineNotices } from '../../../identity/index.js';

export const CustodyNotices = defineNotices({
  HAND_OVER_OFFERED: {
    zh: '{from} 请您接收设备 {assetCode}',
    en: '{from} offers you the device {assetCode}',
  },
  HAND_OVER_ACCEPTED: {
    zh: '{to} 已接收设备 {assetCode}',
    en: '{to} has taken over the device {assetCode}',
  },
  HAND_OVER_REFUSED: {
    zh: '{to} 未接收设备 {assetCode}，仍由您保管',
    en: '{to} did not take the device {assetCode}; it is still with you',
  },
});
