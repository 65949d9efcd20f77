import type { ItemState, ScanReason, SignerRole, StockTakeState } from '../stock-take.rules.js';

export type ReportLanguage = 'zh' | 'en';

/** The words of a report. */
export interface ReportWords {
  readonly title: string;
  readonly states: Readonly<Record<StockTakeState, string>>;
  readonly items: Readonly<Record<ItemState, string>>;
  readonly reasons: Readonly<Record<ScanReason, string>>;
  readonly signers: Readonly<Record<SignerRole, string>>;
  readonly facts: Readonly<
    Record<'name' | 'unit' | 'scope' | 'state' | 'opened' | 'dueOn' | 'ended' | 'counters' | 'note', string>
  >;
  readonly columns: Readonly<
    Record<
      | 'assetCode'
      | 'name'
      | 'serial'
      | 'unit'
      | 'state'
      | 'holder'
      | 'dueAt'
      | 'scannedBy'
      | 'scannedAt'
      | 'reason'
      | 'note'
      | 'loss'
      | 'position',
      string
    >
  >;
  readonly expected: string;
  readonly unitsCounted: (count: number) => string;
  readonly withoutParts: string;
  readonly none: string;
}

const ZH: ReportWords = {
  title: '设备盘点报告',
  states: { open: '进行中（未结束，数字仍会变化）', closed: '已结束', cancelled: '已取消' },
  items: { pending: '待盘点', found: '在库', out: '外借', unexpected: '账实不符', missing: '缺失' },
  reasons: {
    unknown_code: '编码未登记',
    other_unit: '属于其他单位',
    not_in_scope: '不在本次盘点范围',
    out_by_books: '账面为借出状态',
    recorded_lost: '账面为遗失',
    recorded_retired: '账面为报废',
  },
  signers: { counter: '盘点人', keeper: '保管人', supervisor: '监盘人', witness: '见证人' },
  facts: {
    name: '名称',
    unit: '盘点单位',
    scope: '盘点范围',
    state: '状态',
    opened: '开始',
    dueOn: '截止日期',
    ended: '结束',
    counters: '盘点人',
    note: '说明',
  },
  columns: {
    assetCode: '资产编号',
    name: '名称',
    serial: '序列号',
    unit: '所属单位',
    state: '结果',
    holder: '持有人',
    dueAt: '应还时间',
    scannedBy: '扫码人',
    scannedAt: '扫码时间',
    reason: '原因',
    note: '备注',
    loss: '遗失认定',
    position: '位置',
  },
  expected: '应盘',
  unitsCounted: (count) => `${count} 个单位`,
  withoutParts: '不含随附部件',
  none: '无',
};

const EN: ReportWords = {
  title: 'Stock-take report',
  states: { open: 'Open (the numbers still change)', closed: 'Closed', cancelled: 'Cancelled' },
  items: { pending: 'Pending', found: 'Found', out: 'On loan', unexpected: 'Unexpected', missing: 'Missing' },
  reasons: {
    unknown_code: 'No device has this code',
    other_unit: 'Belongs to another unit',
    not_in_scope: 'Not counted this time',
    out_by_books: 'On loan by the books',
    recorded_lost: 'Lost by the books',
    recorded_retired: 'Retired by the books',
  },
  signers: { counter: 'Counted by', keeper: 'Keeper', supervisor: 'Supervised by', witness: 'Witness' },
  facts: {
    name: 'Title',
    unit: 'Unit',
    scope: 'Counted',
    state: 'State',
    opened: 'Begun',
    dueOn: 'Last day',
    ended: 'Ended',
    counters: 'Counted by',
    note: 'Remark',
  },
  columns: {
    assetCode: 'Asset code',
    name: 'Name',
    serial: 'Serial',
    unit: 'Owner',
    state: 'Result',
    holder: 'Holder',
    dueAt: 'Due back',
    scannedBy: 'Scanned by',
    scannedAt: 'Scanned at',
    reason: 'Reason',
    note: 'Remark',
    loss: 'Declared lost',
    position: 'Position',
  },
  expected: 'Expected',
  unitsCounted: (count) => `${count} units`,
  withoutParts: 'without parts',
  none: 'None',
};

export const REPORT_WORDS: Readonly<Record<ReportLanguage, ReportWords>> = { zh: ZH, en: EN };
