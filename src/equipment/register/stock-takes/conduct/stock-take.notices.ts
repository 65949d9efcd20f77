import { defineNotices } from '../../../../identity/index.js';

export const StockTakeNotices = defineNotices({
  STOCK_TAKE_ASSIGNED: {
    zh: '请参加盘点“{title}”，{dueOn} 前完成',
    en: 'Please count for “{title}”, by {dueOn}',
  },
  STOCK_TAKE_MISSING: {
    zh: '盘点“{title}”结束，贵单位缺失 {missing} 台设备',
    en: '“{title}” is closed: {missing} devices of your unit are missing',
  },
});
