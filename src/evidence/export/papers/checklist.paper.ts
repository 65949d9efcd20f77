import type { Paper } from '../../../platform/index.js';
import type { ExportFrame } from '../export.builder.js';
import { type Exhibit, type ExhibitBrief, isRemoved } from '../exhibit.types.js';

interface Question {
  readonly question: string;
  readonly basis: string;
  /** What the records say of one exhibit: true, false, or null where they say nothing. */
  readonly answer: (exhibit: Exhibit) => boolean | null;
  readonly where: string;
}

/** What a court looks at in electronic data, with the law and the file of the export that answers it. */
const QUESTIONS: readonly Question[] = [
  {
    question: '原始电子数据是否保持完整，校验值是否一致',
    basis: '法发〔2016〕22号 第五条、第十四条',
    answer: ({ record }) => record.sha256 !== '' && record.sm3 !== '',
    where: 'manifest-*.txt、record.json',
  },
  {
    question: '收集、提取是否由二人以上进行',
    basis: '人民检察院公益诉讼办案规则 第三十六条',
    answer: ({ record }) => record.collectors.length >= 2,
    where: 'record.json collectors',
  },
  {
    question: '提取、保管过程是否可追溯',
    basis: '人民检察院办理网络犯罪案件规定 第三十条至第三十二条',
    answer: ({ record }) => record.custody.length > 0,
    where: 'custody.json、chain.json',
  },
  {
    question: '接收时是否即固定校验值并进入存证日志',
    basis: '最高人民法院关于民事诉讼证据的若干规定 第九十三条',
    answer: ({ proofs }) => proofs.entries.some(({ kind }) => kind === 'preserved'),
    where: 'proofs.json、data/log/checkpoint.txt',
  },
  {
    question: '是否已封存',
    basis: '法发〔2016〕22号 第五条',
    answer: ({ record }) => record.state === 'sealed',
    where: 'record.json state',
  },
  {
    question: '时间、地点与其他记录是否相符',
    basis: '最高人民法院关于民事诉讼证据的若干规定 第九十三条',
    answer: ({ corroboration }) => ANSWERS[corroboration?.verdict ?? 'unknown'],
    where: 'corroboration.json',
  },
];

const ANSWERS = { consistent: true, inconsistent: false, unknown: null } as const;

/** Of each question, in their order. */
export function answersOf(exhibit: Exhibit): (boolean | null)[] {
  return QUESTIONS.map(({ answer }) => answer(exhibit));
}

/** 审查要点: counted over all exhibits, each question with the numbers of those that fall short. */
export function checklistPaper(exhibits: readonly ExhibitBrief[], { caseFile, madeAt }: ExportFrame): Paper {
  const standing = exhibits.filter((exhibit) => !isRemoved(exhibit));
  const removed = exhibits.filter(isRemoved).map(({ number }) => number);
  return {
    title: '电子数据审查要点',
    number: caseFile.number,
    language: 'zh',
    printedAt: madeAt,
    blocks: [
      { kind: 'paragraph', text: '本表由系统按记录生成，只列事实，不作结论。“无记录”不等于“否”。' },
      ...(removed.length > 0
        ? [{ kind: 'paragraph', text: `已依规定删除、不在本表之列：${removed.join('、')}` } as const]
        : []),
      {
        kind: 'table',
        columns: [
          { title: '审查事项', share: 4 },
          { title: '依据', share: 4 },
          { title: '结果', share: 3.4 },
          { title: '见', share: 3 },
        ],
        rows: QUESTIONS.map(({ question, basis, where }, nth) => [question, basis, resultOf(standing, nth), where]),
      },
    ],
  };
}

function resultOf(exhibits: readonly ExhibitBrief[], question: number): string {
  const numbers = (wanted: boolean | null) =>
    exhibits.filter(({ answers }) => answers[question] === wanted).map(({ number }) => number);
  const parts = [`是 ${numbers(true).length} 件`];
  if (numbers(false).length > 0) parts.push(`否：${numbers(false).join('、')}`);
  if (numbers(null).length > 0) parts.push(`无记录：${numbers(null).join('、')}`);
  return parts.join('；');
}
