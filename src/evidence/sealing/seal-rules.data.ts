import type { EvidenceKind } from '../evidence.codes.js';
import type { Words } from '../metadata/claim.types.js';
import type { SealRuleCode } from './seal.codes.js';

/** Where a rule is written, and whether its text was read or is only known by report. */
export interface Article {
  readonly law: string;
  readonly article: string;
  /** Null where the day was not looked up. */
  readonly inForceFrom: string | null;
  readonly textRead: boolean;
}

export interface SealRule {
  readonly code: SealRuleCode;
  readonly words: Words;
  /** The first decides whether the rule blocks; none: a rule of this service, which always does. */
  readonly articles: readonly Article[];
  /** Whether a reason given with the seal may stand in its place. */
  readonly explainable: boolean;
  /** Absent: items of every kind. */
  readonly kinds?: readonly EvidenceKind[];
}

/** Rules of one kind of case, from a day on. A seal keeps the version it was judged by. */
export interface SealRuleSet {
  readonly version: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Headings of cases; null: those that no other set names. */
  readonly domains: readonly string[] | null;
  readonly rules: readonly SealRuleCode[];
}

const CASE_HANDLING = { law: '人民检察院公益诉讼办案规则', inForceFrom: '2021-07-01', textRead: true } as const;
const ELECTRONIC_DATA = {
  law: '关于办理刑事案件收集提取和审查判断电子数据若干问题的规定（法发〔2016〕22号，参照）',
  inForceFrom: '2016-10-01',
} as const;
const ENVIRONMENT_EVIDENCE = {
  law: '最高人民法院关于生态环境侵权民事诉讼证据的若干规定',
  inForceFrom: null,
  textRead: true,
} as const;

/** What is taken at a place and needs a record made there. */
const TAKEN_ON_SITE: readonly EvidenceKind[] = ['photo', 'video', 'audio'];

export const SEAL_RULE_DATA: readonly SealRule[] = [
  {
    code: 'TWO_COLLECTORS',
    words: { zh: '由两名以上检察人员收集', en: 'Collected by two or more of the prosecution’s staff' },
    articles: [
      { ...CASE_HANDLING, article: '36' },
      { ...ELECTRONIC_DATA, article: '7', textRead: false },
    ],
    explainable: false,
  },
  {
    code: 'INTEGRITY_MEASURE',
    words: { zh: '以完整性校验值等方法保护完整性', en: 'Integrity is protected, by digests or otherwise' },
    articles: [{ ...ELECTRONIC_DATA, article: '5', textRead: true }],
    explainable: false,
  },
  {
    code: 'SOURCE_AND_PROCESS',
    words: {
      zh: '说明原始载体，或复制件的来源和制作过程',
      en: 'The original medium, or source and making of the copy, is stated',
    },
    articles: [{ ...CASE_HANDLING, article: '39' }],
    explainable: true,
  },
  {
    code: 'TIME_AND_PLACE',
    words: { zh: '注明收集的时间和地点', en: 'Time and place of collection are stated' },
    articles: [{ ...CASE_HANDLING, article: '39' }],
    explainable: true,
  },
  {
    code: 'TRANSCRIPT',
    words: {
      zh: '制作笔录和清单，写明类别、格式、校验值，由取证人和持有人签名',
      en: 'A signed record lists it with class, format and digests',
    },
    articles: [{ ...ELECTRONIC_DATA, article: '14', textRead: true }],
    explainable: false,
    kinds: TAKEN_ON_SITE,
  },
  {
    code: 'WITNESS_OR_FILM',
    words: { zh: '有见证人，或注明无见证人的原因并录像', en: 'There was a witness, or a reason for none and a film' },
    articles: [{ ...ELECTRONIC_DATA, article: '15', textRead: true }],
    explainable: false,
    kinds: TAKEN_ON_SITE,
  },
  {
    code: 'INSPECTION_LED',
    words: { zh: '勘验由检察官主持', en: 'A prosecutor led the inspection' },
    articles: [{ ...CASE_HANDLING, article: '42' }],
    explainable: false,
  },
  {
    code: 'RAPID_TEST_USABLE',
    words: {
      zh: '快速检测写明方法、标准、仪器及检定校准',
      en: 'The rapid test names method, standard, instrument and calibration',
    },
    articles: [
      { ...ENVIRONMENT_EVIDENCE, article: '14' },
      { ...ENVIRONMENT_EVIDENCE, article: '25' },
    ],
    explainable: false,
  },
  {
    code: 'TECHNICAL_STANDARD',
    words: { zh: '取证方法符合相关技术标准', en: 'The method of collection follows technical standards' },
    articles: [{ ...ELECTRONIC_DATA, article: '7', textRead: false }],
    explainable: true,
    kinds: TAKEN_ON_SITE,
  },
  {
    code: 'MEDIUM_SEALED',
    words: {
      zh: '原始存储介质封存，封存前后拍照',
      en: 'The original medium is sealed and photographed before and after',
    },
    articles: [{ ...ELECTRONIC_DATA, article: '8', textRead: false }],
    explainable: true,
    kinds: TAKEN_ON_SITE,
  },
  {
    code: 'CASE_ATTACHED',
    words: { zh: '已归入案件', en: 'It is on the list of a case' },
    articles: [],
    explainable: false,
  },
  {
    code: 'READING_DONE',
    words: {
      zh: '元数据已读取，预览图已生成或已注明失败',
      en: 'Metadata is read, pictures are made or said to have failed',
    },
    articles: [],
    explainable: true,
  },
];

const FOR_ALL: readonly SealRuleCode[] = [
  'CASE_ATTACHED',
  'TWO_COLLECTORS',
  'INTEGRITY_MEASURE',
  'SOURCE_AND_PROCESS',
  'TIME_AND_PLACE',
  'TRANSCRIPT',
  'WITNESS_OR_FILM',
  'INSPECTION_LED',
  'TECHNICAL_STANDARD',
  'MEDIUM_SEALED',
  'READING_DONE',
];

export const SEAL_RULE_SETS: readonly SealRuleSet[] = [
  {
    version: 'environment-2026-1',
    validFrom: '2021-07-01',
    validTo: null,
    domains: ['environment'],
    rules: [...FOR_ALL, 'RAPID_TEST_USABLE'],
  },
  { version: 'general-2026-1', validFrom: '2021-07-01', validTo: null, domains: null, rules: FOR_ALL },
];

/** The set for cases under that heading on that day in China. */
export function sealRuleSet(domain: string | null, day: string): SealRuleSet {
  const inForce = SEAL_RULE_SETS.filter(({ validFrom, validTo }) => validFrom <= day && day <= (validTo ?? day));
  const own = inForce.find(({ domains }) => domain !== null && domains?.includes(domain));
  const found = own ?? inForce.find(({ domains }) => domains === null);
  if (!found) throw new Error(`no seal rules are in force on ${day}`);
  return found;
}
