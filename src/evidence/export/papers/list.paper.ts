import type { Paper } from '../../../platform/index.js';
import type { ExportFrame } from '../export.builder.js';
import { type ExhibitBrief, isRemoved } from '../exhibit.types.js';
import { chinaInstantText, KIND_WORDS } from './paper.words.js';

/** 证据清单: class, format and integrity values of each item (法发〔2016〕22号, art. 14). */
export function listPaper(exhibits: readonly ExhibitBrief[], { row, caseFile, madeAt }: ExportFrame): Paper {
  return {
    title: '证据清单',
    number: caseFile.number,
    language: 'zh',
    printedAt: madeAt,
    blocks: [
      {
        kind: 'facts',
        rows: [
          { label: '案由', value: caseFile.title },
          { label: '移送用途', value: row.purpose },
          { label: '申请人', value: row.requester.name },
          { label: '移送包编号', value: row.id },
        ],
      },
      {
        kind: 'table',
        columns: [
          { title: '编号', share: 1 },
          { title: '名称', share: 3 },
          { title: '类别', share: 1.4 },
          { title: '格式', share: 1.6 },
          { title: '证明目的', share: 2.4 },
          { title: '完整性校验值', share: 6 },
        ],
        rows: exhibits.map((exhibit) => [
          exhibit.number,
          exhibit.record.title ?? exhibit.record.fileName,
          KIND_WORDS[exhibit.record.kind],
          isRemoved(exhibit) ? `${exhibit.record.mediaType}\n已依规定删除，仅移送记录` : exhibit.record.mediaType,
          exhibit.purpose ?? '—',
          digestWords(exhibit),
        ]),
      },
      {
        kind: 'signatures',
        boxes: [{ role: '移送人' }, { role: '接收人' }],
      },
    ],
  };
}

function digestWords({ record: { sha256, sm3, size, receivedAt } }: ExhibitBrief): string {
  return `sha256 ${sha256}\nsm3 ${sm3}\n${size} 字节，${chinaInstantText(receivedAt)} 接收`;
}
