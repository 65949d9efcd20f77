import type { PaperLanguage } from '../../platform/index.js';

/** The fixed words of the papers. */
export interface PaperWords {
  readonly log: string;
  readonly sitrep: (number: number) => string;
  readonly briefing: string;
  readonly session: string;
  readonly kind: string;
  readonly period: string;
  readonly begin: string;
  readonly now: string;
  readonly upToSeq: string;
  readonly commander: string;
  readonly state: string;
  readonly people: string;
  readonly figures: string;
  readonly ordersOpen: string;
  readonly changes: string;
  readonly summary: string;
  readonly lines: string;
  readonly columns: { readonly seq: string; readonly at: string; readonly by: string; readonly text: string };
  readonly to: string;
  readonly role: string;
  readonly unit: string;
  readonly name: string;
  readonly evidence: string;
  readonly none: string;
  readonly withheld: (count: number) => string;
  readonly notice: string;
  readonly signedBy: string;
  readonly reviewedBy: string;
  readonly issuedAt: string;
  readonly documentNumber: string;
  readonly preparedBy: string;
  readonly sha256: string;
}

export const PAPER_WORDS: Readonly<Record<PaperLanguage, PaperWords>> = {
  zh: {
    log: '指挥日志',
    sitrep: (number) => `阶段情况报告（第 ${number} 期）`,
    briefing: '交接简报',
    session: '指挥会话',
    kind: '类型',
    period: '时段',
    begin: '开始',
    now: '制作时',
    upToSeq: '记录截至序号',
    commander: '指挥员',
    state: '状态',
    people: '参加人员',
    figures: '基本情况',
    ordersOpen: '未完成指令',
    changes: '本阶段变化',
    summary: '研判与下步工作',
    lines: '事项',
    columns: { seq: '序号', at: '时间', by: '行为人', text: '内容' },
    to: '受令方',
    role: '身份',
    unit: '单位',
    name: '姓名',
    evidence: '提交证据',
    none: '无',
    withheld: (count) => `另有 ${count} 条事项不面向全体，未列入。`,
    notice: '本文由系统依据会话记录生成，每行所列序号为其依据；时间为北京时间。',
    signedBy: '签发人',
    reviewedBy: '审核人',
    issuedAt: '时间',
    documentNumber: '文号',
    preparedBy: '制作人',
    sha256: '内容 SHA-256',
  },
  en: {
    log: 'Commander’s log',
    sitrep: (number) => `Situation report ${number}`,
    briefing: 'Briefing',
    session: 'Session',
    kind: 'Kind',
    period: 'Period',
    begin: 'beginning',
    now: 'when drawn up',
    upToSeq: 'Record up to number',
    commander: 'Commander',
    state: 'State',
    people: 'People',
    figures: 'Figures',
    ordersOpen: 'Orders open',
    changes: 'Changes since the report before',
    summary: 'Assessment and intentions',
    lines: 'Activity',
    columns: { seq: 'No.', at: 'Time', by: 'By', text: 'What' },
    to: 'To',
    role: 'Role',
    unit: 'Unit',
    name: 'Name',
    evidence: 'Evidence handed in',
    none: 'none',
    withheld: (count) => `${count} further events are not meant for everyone and not listed.`,
    notice: 'Drawn up by the service from the session’s record; each line names the event it rests on. Times of China.',
    signedBy: 'Signed by',
    reviewedBy: 'Reviewed by',
    issuedAt: 'Time',
    documentNumber: 'Document number',
    preparedBy: 'Drawn up by',
    sha256: 'SHA-256 of the content',
  },
};
