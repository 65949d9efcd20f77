import { type Paper, VERSION } from '../../../platform/index.js';
import type { ExportFrame } from '../export.builder.js';
import { CHECKS, type Independence } from '../../corroboration/corroboration.types.js';
import { type ExhibitBrief, isRemoved } from '../exhibit.types.js';
import type { SystemFacts } from './system-facts.reader.js';
import { CHECK_WORDS, chinaInstantText } from './paper.words.js';
import { numberRanges } from './number-ranges.rules.js';

/** 系统说明: what a court weighs of the system that kept the data (民事诉讼证据规定, art. 93). */
export function statementPaper(
  facts: SystemFacts,
  exhibits: readonly ExhibitBrief[],
  { caseFile, checkpoint, madeAt }: ExportFrame,
): Paper {
  return {
    title: '系统说明',
    number: caseFile.number,
    language: 'zh',
    printedAt: madeAt,
    blocks: [
      {
        kind: 'facts',
        rows: [
          { label: '软件', value: `Skydocket ${VERSION}，Node.js ${process.versions.node}，${facts.database}` },
          { label: '制作时间', value: chinaInstantText(madeAt.toISOString()) },
          { label: '时钟', value: facts.clock },
          { label: '各项检查', value: facts.checks },
          { label: '完整性巡检', value: facts.sweep },
          { label: '存证日志', value: `${checkpoint.size} 条，根哈希 ${checkpoint.root.toString('hex')}` },
          { label: '独立见证', value: facts.witnesses },
          { label: '独立时间', value: facts.time },
        ],
      },
      { kind: 'heading', text: '仅由办案单位担保的内容' },
      ...PROSECUTION_ALONE.map((text) => ({ kind: 'paragraph', text }) as const),
      { kind: 'heading', text: '各项陈述由谁的记录佐证' },
      {
        kind: 'table',
        columns: [
          { title: '比对事项', share: 2.6 },
          { title: '仅同一接收机', share: 2.6 },
          { title: '仅办案单位记录', share: 2.6 },
          { title: '独立来源', share: 2.6 },
          { title: '无从比对', share: 2.6 },
        ],
        rows: supportRows(exhibits),
      },
      { kind: 'paragraph', text: '数字为证据编号；带“不符”字样的，结论与该项陈述相抵。', small: true },
    ],
  };
}

/** What no outsider can check: said, so that nobody takes it for proven. */
const PROSECUTION_ALONE = [
  '拍摄时间与拍摄地点是拍摄设备或取证人员的陈述；与设备遥测相符，只说明同一接收机前后一致。',
  '设备领用、航班计划、航迹等对照记录由办案单位的系统保存，并非第三方记录。',
  '接收时间以本系统时钟为准；没有独立见证方或时间戳机构签名时，日志内的时间仅由办案单位担保。',
  '文件进入本系统之前的保管，以取证人、领用记录和签名为据，不能由摘要证明。',
];

/** Of every check the exhibits, by whose record their claim rests on. */
export function supportRows(exhibits: readonly ExhibitBrief[]): string[][] {
  const standing = exhibits.filter((exhibit) => !isRemoved(exhibit));
  return CHECKS.map((check) => {
    const found = standing.map(({ number, corroboration }) => ({
      number,
      result: corroboration?.checks.find((one) => one.check === check),
    }));
    const told = (independence: Independence, verdict: 'consistent' | 'inconsistent'): string =>
      numberRanges(
        found
          .filter(({ result }) => result?.verdict === verdict && result.independence === independence)
          .map(({ number }) => number),
      );
    const cell = (independence: Independence): string => {
      const [agrees, differs] = [told(independence, 'consistent'), told(independence, 'inconsistent')];
      return [agrees, differs && `不符：${differs}`].filter(Boolean).join('\n') || '—';
    };
    const unknown = found.filter(({ result }) => !result || result.verdict === 'unknown').map(({ number }) => number);
    return [
      CHECK_WORDS[check],
      cell('same_receiver'),
      cell('same_party'),
      cell('independent'),
      numberRanges(unknown) || '—',
    ];
  });
}
