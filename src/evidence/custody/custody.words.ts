import type { CustodyEventKind } from '../evidence.codes.js';

type Words = Readonly<Record<'zh' | 'en', string>>;

/** What happened, for people. */
export const CUSTODY_WORDS: Readonly<Record<CustodyEventKind, Words>> = {
  received: { zh: '接收入库', en: 'Received' },
  viewed: { zh: '查看', en: 'Viewed' },
  downloaded: { zh: '下载原件', en: 'Original downloaded' },
  attached: { zh: '归入案件', en: 'Attached to a case' },
  linked: { zh: '建立关联', en: 'Linked' },
  corroborated: { zh: '印证核对', en: 'Corroborated' },
  detached: { zh: '移出案件', en: 'Detached from a case' },
  shared: { zh: '生成临时访问地址', en: 'Address made' },
  exported: { zh: '导出', en: 'Exported' },
  checked: { zh: '完整性校验', en: 'Integrity checked' },
  sealed: { zh: '封存', en: 'Sealed' },
  held: { zh: '法定保全', en: 'Legal hold placed' },
  released: { zh: '解除保全', en: 'Legal hold released' },
  removal_proposed: { zh: '提请删除', en: 'Removal proposed' },
  removal_withdrawn: { zh: '撤回删除提请', en: 'Removal withdrawn' },
  removed: { zh: '依规定删除', en: 'Removed by rule' },
  recorded: { zh: '列入现场笔录', en: 'Listed in an on-site record' },
  corrected: { zh: '更正', en: 'Corrected' },
  paired: { zh: '前后对比', en: 'Paired' },
};

/** Codes among the details, for people who read Chinese; in English they are words already. */
const CODES_ZH: Readonly<Record<string, string>> = {
  item: '证据页面',
  chain: '关联链',
  corroboration: '印证结果',
  preview: '预览图',
  original: '原件',
  custody_report: '保管链记录',
  tiles: '地图图层',
  measurement: '量测',
  photo: '照片',
  video: '视频',
  document: '文书',
  audio: '录音',
  track: '轨迹',
  record: '笔录',
  other: '其他',
  consistent: '一致',
  inconsistent: '不一致',
  unknown: '无法判断',
  intact: '完好',
  missing: '缺失',
  changed: '已改变',
  truncated: '不完整',
  unreadable: '无法读取',
  booking: '预约',
  check_out: '借出',
  flight: '飞行',
  order: '指令',
  rapid_test: '快检',
  session: '指挥会话',
  hand_back: '归还',
  announcement: '设备通告',
};

/** A code in words; what is none, as it is. */
export function codeInWords(code: string, language: 'zh' | 'en'): string {
  return language === 'zh' ? (CODES_ZH[code] ?? code) : code.replaceAll('_', ' ');
}

export interface ReportWords {
  readonly title: string;
  readonly notice: string;
  readonly none: string;
  readonly withheld: string;
  readonly system: string;
  readonly columns: Readonly<Record<'number' | 'at' | 'event' | 'actor' | 'details', string>>;
  readonly facts: Readonly<
    Record<'file' | 'kind' | 'sha256' | 'sm3' | 'size' | 'receivedAt' | 'period' | 'events' | 'madeBy', string>
  >;
  readonly from: string;
  readonly to: string;
  readonly bytes: string;
}

export const REPORT_WORDS: Readonly<Record<'zh' | 'en', ReportWords>> = {
  zh: {
    title: '证据保管链记录',
    notice:
      '本表列出所载期间内系统对该证据记录的全部事项，按记录先后排列，时间为北京时间。记录只增不改，人员信息为事项发生时的信息。同一人员十五分钟内多次查看计为一次。',
    none: '该期间内没有记录',
    withheld: '内容不予显示',
    system: '系统',
    columns: { number: '序号', at: '时间', event: '事项', actor: '人员', details: '内容' },
    facts: {
      file: '文件',
      kind: '种类',
      sha256: 'SHA-256',
      sm3: 'SM3',
      size: '大小',
      receivedAt: '接收时间',
      period: '期间',
      events: '事项数',
      madeBy: '打印人员',
    },
    from: '自入库起',
    to: '至打印时',
    bytes: '字节',
  },
  en: {
    title: 'Custody record of an item of evidence',
    notice:
      'Everything the system recorded about the item in the period, in the order in which it was written; times are those of China. Records are only added, never changed; people stand as they were then. Views of one person within a quarter of an hour count once.',
    none: 'Nothing is recorded in this period',
    withheld: 'withheld',
    system: 'System',
    columns: { number: 'No.', at: 'Time', event: 'Event', actor: 'Person', details: 'Details' },
    facts: {
      file: 'File',
      kind: 'Kind',
      sha256: 'SHA-256',
      sm3: 'SM3',
      size: 'Size',
      receivedAt: 'Received',
      period: 'Period',
      events: 'Events',
      madeBy: 'Printed by',
    },
    from: 'from the receipt',
    to: 'until this was printed',
    bytes: 'bytes',
  },
};
