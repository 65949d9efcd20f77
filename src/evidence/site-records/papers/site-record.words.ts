import type { PaperLanguage } from '../../../platform/index.js';
import type { ListedState, Mismatch } from '../listed-items.rules.js';
import type { SignerRole, SigningWay, SiteRecordKind, TechnicalMeans } from '../site-record.codes.js';

export interface RecordWords {
  readonly titles: Readonly<Record<SiteRecordKind, string>>;
  readonly draft: string;
  readonly facts: Readonly<Record<RecordFact, string>>;
  readonly means: Readonly<Record<TechnicalMeans, string>>;
  readonly list: string;
  readonly listColumns: readonly [string, string, string, string, string, string];
  readonly listEmpty: string;
  readonly states: Readonly<Record<ListedState, string>>;
  readonly mismatches: Readonly<Record<Mismatch, string>>;
  readonly sketch: string;
  readonly drawnBy: string;
  readonly north: string;
  readonly signatures: string;
  readonly roles: Readonly<Record<SignerRole, string>>;
  readonly ways: Readonly<Record<SigningWay, string>>;
  readonly refusal: string;
  readonly noWitness: string;
  readonly video: string;
  readonly digest: string;
  readonly digestNote: string;
  readonly correctionNote: string;
}

export type RecordFact =
  | 'number'
  | 'case'
  | 'cause'
  | 'subject'
  | 'substance'
  | 'period'
  | 'place'
  | 'position'
  | 'collectors'
  | 'leader'
  | 'present'
  | 'means'
  | 'method'
  | 'course'
  | 'source'
  | 'result'
  | 'corrects'
  | 'correctedBy'
  | 'written';

export const RECORD_WORDS: Readonly<Record<PaperLanguage, RecordWords>> = {
  zh: {
    titles: { site_record: '现场笔录', inspection_record: '勘验笔录', collection_list: '取证清单' },
    draft: '尚未签署完毕的草稿',
    facts: {
      number: '笔录编号',
      case: '案号',
      cause: '案由',
      subject: '对象',
      substance: '内容',
      period: '时间',
      place: '地点',
      position: '位置（WGS-84）',
      collectors: '取证人',
      leader: '主持勘验',
      present: '在场人员',
      means: '技术手段',
      method: '方法',
      course: '过程',
      source: '来源与制作过程',
      result: '结果',
      corrects: '更正的笔录',
      correctedBy: '已由以下笔录更正',
      written: '制作',
    },
    means: {
      camera: '相机',
      drone: '无人机航拍',
      satellite: '卫星遥感',
      body_camera: '执法记录仪',
      rapid_test: '自动检测、快速检测',
      other: '其他',
    },
    list: '取证清单',
    listColumns: ['序号', '文件', '类别', '格式', '字节', '完整性校验值'],
    listEmpty: '未列文件',
    states: { here: '已入库', not_here: '尚未入库', mismatch: '不符' },
    mismatches: { sm3: 'SM3 不符', size: '大小不符', other_bytes_under_this_name: '同名文件内容不同' },
    sketch: '现场示意图',
    drawnBy: '绘制人',
    north: '图上方方位角',
    signatures: '签名',
    roles: { collector: '取证人', party: '当事人（持有人、提供人）', witness: '见证人' },
    ways: { own_log_in: '本人登录签署', scanned_code: '本人扫码确认', same_glass: '在他人设备上手写' },
    refusal: '当事人未签名，原因',
    noWitness: '无见证人，原因',
    video: '录像 SHA-256',
    digest: '本笔录校验值（SHA-256）',
    digestNote: '每个签名均针对上述校验值。请当事人留存校验码或二维码，日后可据此核对笔录未被改动。',
    correctionNote: '签署后的笔录不再改动；更正另行制作并指明原笔录。',
  },
  en: {
    titles: { site_record: 'On-site record', inspection_record: 'Inspection record', collection_list: 'Evidence list' },
    draft: 'A draft, not signed by all yet',
    facts: {
      number: 'Record',
      case: 'Case',
      cause: 'Cause',
      subject: 'Subject',
      substance: 'Contents',
      period: 'Time',
      place: 'Place',
      position: 'Position (WGS-84)',
      collectors: 'Collectors',
      leader: 'Led by',
      present: 'Present',
      means: 'Technical means',
      method: 'Method',
      course: 'Course',
      source: 'Source and making of copies',
      result: 'Result',
      corrects: 'Corrects the record',
      correctedBy: 'Corrected by the records',
      written: 'Written',
    },
    means: {
      camera: 'camera',
      drone: 'drone photography',
      satellite: 'satellite remote sensing',
      body_camera: 'body camera',
      rapid_test: 'automatic detector, rapid test',
      other: 'other',
    },
    list: 'List of items',
    listColumns: ['No.', 'File', 'Class', 'Format', 'Bytes', 'Digests'],
    listEmpty: 'no files listed',
    states: { here: 'received', not_here: 'not received yet', mismatch: 'does not match' },
    mismatches: {
      sm3: 'SM3 differs',
      size: 'size differs',
      other_bytes_under_this_name: 'other bytes under this name',
    },
    sketch: 'Sketch map',
    drawnBy: 'drawn by',
    north: 'bearing upwards',
    signatures: 'Signatures',
    roles: { collector: 'Collector', party: 'Party (holder, provider)', witness: 'Witness' },
    ways: {
      own_log_in: 'by own log-in',
      scanned_code: 'confirmed by scanning the code',
      same_glass: 'drawn on another’s device',
    },
    refusal: 'The party did not sign, because',
    noWitness: 'There was no witness, because',
    video: 'Film, SHA-256',
    digest: 'Digest of this record (SHA-256)',
    digestNote:
      'Every signature stands under this digest. Whoever keeps the code or the QR code can check later that the record is unchanged.',
    correctionNote: 'A signed record is never changed; a correction is a new record that names it.',
  },
};
