import { defineNotices } from '../../../identity/index.js';

export const MaintenanceNotices = defineNotices({
  MAINTENANCE_SOON: {
    zh: '{assetCode}：{title} 即将到期（已用 {percent}%）',
    en: '{assetCode}: {title} is due soon ({percent}% of the interval gone)',
  },
  MAINTENANCE_OVERDUE: {
    zh: '{assetCode}：{title} 已到期（已用 {percent}%）',
    en: '{assetCode}: {title} is due ({percent}% of the interval gone)',
  },
});
