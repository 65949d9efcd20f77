import { type Paper, VERSION } from '../../../platform/index.js';
import type { ExportFrame } from '../export.builder.js';
import type { SystemFacts } from './system-facts.reader.js';
import { chinaInstantText } from './paper.words.js';

/** 系统说明: what a court weighs of the system that kept the data (民事诉讼证据规定, art. 93). */
export function statementPaper(facts: SystemFacts, { caseFile, checkpoint, madeAt }: ExportFrame): Paper {
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
