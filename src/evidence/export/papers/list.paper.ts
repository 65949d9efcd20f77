import type { Paper } from '../../../platform/index.js';
import type { ExportFrame } from '../export.builder.js';
import type { Exhibit } from '../exhibit.types.js';
import { chinaInstantText, KIND_WORDS } from './paper.words.js';

/** 证据清单: class, format and integrity values of each item (法发〔2016〕22号, art. 14). */
export function listPaper(exhibits: readonly Exhibit[], { row, caseFile, madeAt }: ExportFrame): Paper {
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
        rows: exhibits.map(({ number, record, purpose }) => [
          number,
          record.title ?? record.fileName,
          KIND_WORDS[record.kind],
          record.mediaType,
          purpose ?? '—',
          `sha256 ${record.sha256}\nsm3 ${record.sm3}\n${record.size} 字节，${chinaInstantText(record.receivedAt)} 接收`,
        ]),
      },
      {
        kind: 'signatures',
        boxes: [{ role: '移送人' }, { role: '接收人' }],
      },
    ],
  };
}
