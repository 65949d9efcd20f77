import { chinaTimeOf, endOfChinaDate, type Paper } from '../../../platform/index.js';
import type { CheckpointRow, KeyRow } from '../log.repository.js';
import { fingerprintOf, noteText, parseNote } from '../signed-note.rules.js';
import type { Vouched } from './head.vouchers.js';
import type { TimestampRow } from '../timestamps/timestamp.repository.js';
import { TIME_WORDS } from '../timestamps/timestamp.words.js';
import type { CosignatureRow } from '../witnesses/witness.repository.js';

export interface SheetContent extends Vouched {
  readonly origin: string;
  /** `YYYY-MM-DD`, in China. */
  readonly day: string;
  readonly checkpoint: CheckpointRow;
  readonly key: KeyRow;
}

/** One page of the log's last head of a day, to be printed, signed and filed: what is on paper can no longer be changed. */
export function sheetPaper(
  { origin, day, checkpoint, key, cosignatures, timestamp }: SheetContent,
  printedAt: Date,
): Paper {
  const note = parseNote(checkpoint.note);
  const until = printedAt < endOfChinaDate(day) ? chinaTimeOf(printedAt) : `${day}日终`;
  return {
    title: '透明日志检查点',
    issuer: origin,
    number: day,
    // The signature of our own key alone: more would make the code too fine to be read.
    code: {
      text: note ? noteText({ text: note.text, signatures: note.signatures.slice(0, 1) }) : checkpoint.note,
      caption: '检查点',
    },
    printedAt,
    language: 'zh',
    blocks: [
      { kind: 'paragraph', text: `截至${until}（北京时间），本系统证据透明日志的最后一个检查点如下。日志只增不改。` },
      {
        kind: 'facts',
        columns: 1,
        rows: [
          { label: '日志名称', value: origin },
          { label: '记录条数', value: String(checkpoint.size) },
          { label: '树根（SHA-256）', value: checkpoint.root.toString('hex') },
          { label: '签署时间', value: chinaTimeOf(checkpoint.signedAt) },
          { label: '密钥编号', value: key.keyId },
          { label: '公钥指纹（SHA-256）', value: fingerprintOf(key.publicKey) },
          { label: '独立见证', value: witnessesOf(cosignatures) },
          { label: '独立时间', value: timeOf(timestamp) },
        ],
      },
      { kind: 'heading', text: '检查点原文' },
      { kind: 'paragraph', small: true, text: checkpoint.note },
      {
        kind: 'paragraph',
        small: true,
        text: '本页归档后，任何人均可据此核对：日后给出的日志必须包含同一树根，且能以一致性证明与之衔接（RFC 9162）。',
      },
      { kind: 'signatures', boxes: [{ role: '打印人' }, { role: '归档人（签名盖章）' }] },
    ],
  };
}

function witnessesOf(cosignatures: readonly CosignatureRow[]): string {
  if (cosignatures.length === 0) return '无独立见证';
  return cosignatures.map(({ name, signedAt }) => `${name}（${chinaTimeOf(signedAt)}）`).join('；');
}

function timeOf(timestamp: TimestampRow | undefined): string {
  if (!timestamp) return TIME_WORDS.none.zh;
  const { stampedAt, authority, serial } = timestamp;
  return `${chinaTimeOf(stampedAt)}，${authority}，序号 ${serial}（RFC 3161）`;
}
