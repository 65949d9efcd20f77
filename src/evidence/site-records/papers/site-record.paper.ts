import {
  type Block,
  chinaTimeOf,
  type Fact,
  type Glyphs,
  type Paper,
  type PaperLanguage,
  type SignatureBox,
} from '../../../platform/index.js';
import { matchOf } from '../listed-items.rules.js';
import { codeText, shortCode } from '../record-digest.rules.js';
import type { WholeRecord } from '../site-record.views.js';
import { RECORD_WORDS, type RecordFact, type RecordWords } from './site-record.words.js';
import { sketchFigure } from './sketch.figure.js';

/** A record with the names that its ids stand for. */
export interface PrintedRecord extends WholeRecord {
  readonly unitName: string;
  readonly caseNumber: string;
  readonly collectorNames: readonly string[];
}

/** The record as it is signed and filed: the fields of the law table, its list, its sketch, who signed, and its digest. */
export function siteRecordPaper(
  printed: PrintedRecord,
  language: PaperLanguage,
  printedAt: Date,
  glyphs: Glyphs,
): Paper {
  const { record } = printed;
  const words = RECORD_WORDS[language];
  const code = shortCode(record.digest);
  return {
    title: words.titles[record.kind],
    issuer: printed.unitName,
    number: code,
    code: { text: codeText(record.id, record.digest) },
    printedAt,
    language,
    blocks: [
      ...(record.state === 'draft' ? [{ kind: 'heading', text: words.draft } as const] : []),
      { kind: 'facts', columns: 1, rows: factsOf(printed, words) },
      ...listOf(printed, words),
      ...sketchOf(printed, words, glyphs),
      { kind: 'heading', text: words.signatures },
      ...notesOf(printed, words),
      { kind: 'signatures', boxes: boxesOf(printed, words) },
      { kind: 'facts', columns: 1, rows: [{ label: words.digest, value: `${record.digest}\n${code}` }] },
      { kind: 'paragraph', small: true, text: `${words.digestNote}\n${words.correctionNote}` },
    ],
  };
}

const timeOf = (instant: string): string => chinaTimeOf(new Date(instant));

function factsOf({ record, caseNumber, collectorNames, correctedBy }: PrintedRecord, words: RecordWords): Fact[] {
  const { content, leader, correctsId } = record;
  const { position } = content.place;
  const present = content.present.map(({ name, capacity, organisation }) =>
    [name, capacity, organisation].filter(Boolean).join('，'),
  );
  const told: readonly (readonly [RecordFact, string | null])[] = [
    ['number', record.id],
    ['case', caseNumber],
    ['cause', content.cause],
    ['subject', content.subject],
    ['period', `${timeOf(content.period.from)} – ${timeOf(content.period.to)}`],
    ['place', content.place.words],
    ['position', position && `${position.lon.toFixed(6)}, ${position.lat.toFixed(6)}`],
    ['collectors', collectorNames.join('、')],
    ['leader', leader?.name ?? null],
    ['present', present.join('\n') || null],
    ['means', content.means.map((means) => words.means[means]).join('、') || null],
    ['substance', content.substance],
    ['method', content.method],
    ['course', content.course],
    ['source', content.source],
    ['result', content.result],
    ['corrects', correctsId],
    ['correctedBy', correctedBy.join('\n') || null],
    ['written', `${record.writer.name}　${chinaTimeOf(record.writtenAt)}`],
  ];
  return told.flatMap(([name, value]) => (value === null ? [] : [{ label: words.facts[name], value }]));
}

function listOf({ record, atHand }: PrintedRecord, words: RecordWords): Block[] {
  const [number, file, itemClass, format, bytes, digests] = words.listColumns;
  const rows = record.content.items.map((item, index) => {
    const { state, mismatches } = matchOf(item, atHand);
    const named = mismatches.map((mismatch) => words.mismatches[mismatch]).join('、');
    return [
      String(index + 1),
      [item.fileName, item.note, `${words.states[state]}${named && `：${named}`}`].filter(Boolean).join('\n'),
      item.itemClass,
      item.format,
      item.sizeBytes === null ? '' : String(item.sizeBytes),
      [`SHA-256 ${item.sha256}`, item.sm3 && `SM3 ${item.sm3}`].filter(Boolean).join('\n'),
    ];
  });
  const columns = [
    { title: number, share: 1 },
    { title: file, share: 4 },
    { title: itemClass, share: 1.6 },
    { title: format, share: 1.6 },
    { title: bytes, share: 2, align: 'right' },
    { title: digests, share: 8 },
  ] as const;
  return [
    { kind: 'heading', text: words.list },
    { kind: 'table', columns, rows, empty: words.listEmpty },
  ];
}

function sketchOf({ record }: PrintedRecord, words: RecordWords, glyphs: Glyphs): Block[] {
  const { sketch } = record.content;
  if (sketch === null) return [];
  const drawn = `${words.drawnBy} ${sketch.author}　${timeOf(sketch.drawnAt)}`;
  const caption = `${words.sketch}　${drawn}　${words.north} ${sketch.upBearingDegrees}°`;
  return [sketchFigure(sketch, caption, glyphs)];
}

function notesOf({ record }: PrintedRecord, words: RecordWords): Block[] {
  const { partyRefusal, noWitnessReason, videoSha256 } = record;
  const rows = [
    { label: words.refusal, value: partyRefusal },
    { label: words.noWitness, value: noWitnessReason },
    { label: words.video, value: videoSha256 },
  ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  return rows.length > 0 ? [{ kind: 'facts', columns: 1, rows }] : [];
}

/** Who has signed, and an empty box for a party or witness who may still do so by pen. */
function boxesOf({ record, signatures }: PrintedRecord, words: RecordWords): SignatureBox[] {
  const signed = signatures.map(({ role, name, capacity, way, drawing, signedAt }) => ({
    role: words.roles[role],
    name: capacity === null ? name : `${name}（${capacity}）`,
    at: `${chinaTimeOf(signedAt)}　${words.ways[way]}`,
    signature: drawing,
  }));
  const { partyRefusal, noWitnessReason } = record;
  const open = [
    { role: 'party', isNoted: partyRefusal !== null },
    { role: 'witness', isNoted: noWitnessReason !== null },
  ] as const;
  const empty = open
    .filter(({ role, isNoted }) => !isNoted && !signatures.some((signature) => signature.role === role))
    .map(({ role }) => ({ role: words.roles[role] }));
  return [...signed, ...empty];
}
