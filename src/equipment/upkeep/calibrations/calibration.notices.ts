import { defineNotices } from '../../../identity/index.js';

export const CalibrationNotices = defineNotices({
  CHECK_FAILED: {
    zh: '{assetCode} 于 {doneOn} 检定/校准/核查不合格，已停用待查；须由装备管理员查明后恢复',
    en: '{assetCode} failed its check of {doneOn} and is in quarantine until its manager releases it',
  },
});
