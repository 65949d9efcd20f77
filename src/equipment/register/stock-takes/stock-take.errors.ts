import { defineErrors } from '../../../platform/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;
const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;

export const StockTakeErrors = defineErrors({
  STOCK_TAKE_EMPTY: refused('There is nothing to count', '没有可盘点的设备'),
  STOCK_TAKE_TOO_LARGE: refused(
    '{devices} devices are too many to count at once; at most {most}',
    '一次盘点 {devices} 台设备过多，最多 {most} 台',
  ),
  STOCK_TAKE_DUE_IN_PAST: refused('The last day {dueOn} is over', '截止日期 {dueOn} 已过'),
  STOCK_TAKE_ASSIGNEE_REFUSED: refused(
    'Those who count are active people of the unit or one below it',
    '盘点人必须是本单位或下级单位的在用账号',
  ),
  STOCK_TAKE_ENDED: conflicting('The stock-take ended on {endedAt}', '盘点已于 {endedAt} 结束'),
  STOCK_TAKE_MOVED: conflicting(
    '{missing} devices are missing now; look again before you sign',
    '目前缺失 {missing} 台，请核对后再签名',
  ),
  STOCK_TAKE_OPEN: conflicting('The stock-take has not been closed', '盘点尚未结束'),
  SCAN_TIME_REFUSED: refused(
    'The scan is dated outside the stock-take: {scannedAt}',
    '扫码时间 {scannedAt} 不在盘点期间内',
  ),
  DEVICE_NOT_MISSING: refused('The stock-take did not find {assetCode} missing', '{assetCode} 不在缺失清单中'),
  LOSS_ALREADY_DECLARED: conflicting('{assetCode} was declared lost before', '{assetCode} 已登记为遗失'),
});
