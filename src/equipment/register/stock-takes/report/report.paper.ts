import type { z } from 'zod';
import { type Block, type Column, type Paper, chinaTimeOf } from '../../../../platform/index.js';
import type { ItemView, ScanView } from '../counting/counting.schemas.js';
import { REPORT_WORDS, type ReportLanguage, type ReportWords } from './report.words.js';
import type { StockTakeView } from '../conduct/stock-take.schemas.js';
import type { ItemState, SignerRole } from '../stock-take.rules.js';

type Item = z.input<typeof ItemView>;
type Scan = z.input<typeof ScanView>;

/** Everything a report says, whatever it is written as. */
export interface StockTakeReport {
  readonly stockTake: z.input<typeof StockTakeView>;
  readonly items: readonly Item[];
  /** Scans of what should not be there, oldest first. */
  readonly unexpected: readonly Scan[];
  readonly signed: readonly {
    readonly role: SignerRole;
    readonly name: string;
    readonly signature: string;
    readonly signedAt: Date;
  }[];
}

/** What has to be looked at comes first, what is as it should be last. */
const LISTED: readonly ItemState[] = ['missing', 'pending', 'out', 'found'];

export function reportPaper(report: StockTakeReport, language: ReportLanguage, printedAt: Date): Paper {
  const words = REPORT_WORDS[language];
  const { unitName, title, unitIds } = report.stockTake;
  const reading = { words, language, ofOneUnit: unitIds.length === 1 };
  return {
    title: words.title,
    issuer: unitName,
    number: title,
    printedAt,
    language,
    blocks: [
      factsOf(report, words),
      countsTable(report, words),
      ...LISTED.slice(0, 2).flatMap((state) => itemBlocks(report, state, reading)),
      ...unexpectedBlocks(report, words, language),
      ...LISTED.slice(2).flatMap((state) => itemBlocks(report, state, reading)),
      signatureBoxes(report, words),
    ],
  };
}

function factsOf({ stockTake }: StockTakeReport, words: ReportWords): Block {
  const { title, unitIds, kind, category, parts, state, openedAt, openedBy, dueOn, endedAt, endedBy } = stockTake;
  const scope = [words.unitsCounted(unitIds.length), kind, category, parts ? null : words.withoutParts].filter(Boolean);
  const rows = [
    { label: words.facts.name, value: title },
    { label: words.facts.state, value: words.states[state] },
    { label: words.facts.scope, value: scope.join(' · ') },
    { label: words.facts.counters, value: stockTake.assignees.map(({ name }) => name).join('、') },
    { label: words.facts.opened, value: `${minute(openedAt)} ${openedBy.name}` },
    { label: words.facts.dueOn, value: dueOn },
  ];
  if (endedAt) rows.push({ label: words.facts.ended, value: `${minute(endedAt)} ${endedBy ?? ''}` });
  if (stockTake.endingNote) rows.push({ label: words.facts.note, value: stockTake.endingNote });
  return { kind: 'facts', columns: 2, rows };
}

function countsTable({ stockTake: { counts } }: StockTakeReport, words: ReportWords): Block {
  const states: ItemState[] = ['found', 'out', 'missing', 'pending', 'unexpected'];
  return {
    kind: 'table',
    columns: [words.expected, ...states.map((state) => words.items[state])].map((title) => ({
      title,
      share: 1,
      align: 'right',
    })),
    rows: [
      [counts.expected, ...states.map((state) => (state === 'unexpected' ? counts.unexpected : counts[state]))].map(
        String,
      ),
    ],
  };
}

interface Reading {
  readonly words: ReportWords;
  readonly language: ReportLanguage;
  /** The devices of one unit need no owner in every row. */
  readonly ofOneUnit: boolean;
}

function itemBlocks({ items }: StockTakeReport, state: ItemState, reading: Reading): Block[] {
  const { words } = reading;
  const chosen = items.filter((item) => item.state === state);
  if (chosen.length === 0 && state !== 'missing') return [];
  const columns = columnsOf(state, reading);
  const rows = chosen.map((item) => columns.map(({ cell }) => cell(item)));
  return [
    { kind: 'heading', text: `${words.items[state]}（${chosen.length}）` },
    { kind: 'table', columns, rows, empty: words.none },
  ];
}

interface ItemColumn extends Column {
  readonly cell: (item: Item) => string;
}

function columnsOf(state: ItemState, { words: { columns }, language, ofOneUnit }: Reading): ItemColumn[] {
  const unit: ItemColumn[] = ofOneUnit ? [] : [{ title: columns.unit, share: 4, cell: (item) => item.unitName }];
  return [
    { title: columns.assetCode, share: 3, cell: (item) => item.assetCode },
    { title: columns.name, share: 4, cell: (item) => nameOf(item, language) },
    { title: columns.serial, share: 4, cell: (item) => item.serial ?? '' },
    ...unit,
    ...lastColumns(state, columns),
  ];
}

function lastColumns(state: ItemState, columns: ReportWords['columns']): ItemColumn[] {
  if (state === 'out')
    return [
      { title: columns.holder, share: 4, cell: holderText },
      { title: columns.dueAt, share: 3, cell: ({ holder }) => (holder ? minute(holder.dueAt) : '') },
    ];
  if (state === 'found')
    return [
      { title: columns.scannedBy, share: 3, cell: ({ scan }) => scan?.scannedBy ?? '' },
      { title: columns.scannedAt, share: 3, cell: ({ scan }) => (scan ? minute(scan.scannedAt) : '') },
    ];
  return [{ title: columns.loss, share: 5, cell: ({ loss }) => (loss ? `${loss.reason}（${loss.decidedBy}）` : '') }];
}

function holderText({ holder }: Item): string {
  return holder ? `${holder.name}（${holder.unitName}）` : '';
}

function unexpectedBlocks({ unexpected }: StockTakeReport, words: ReportWords, language: ReportLanguage): Block[] {
  const { assetCode, name, unit, reason, note, scannedBy, scannedAt } = words.columns;
  const columns = (
    [
      [assetCode, 4],
      [name, 4],
      [unit, 4],
      [reason, 3],
      [note, 3],
      [scannedBy, 3],
      [scannedAt, 3],
    ] as const
  ).map(([title, share]) => ({ title, share }));
  const rows = unexpected.map((scan) => [
    scan.device?.assetCode ?? scan.code,
    scan.device ? nameOf(scan.device, language) : '',
    scan.device?.unitName ?? '',
    scan.reason ? words.reasons[scan.reason] : '',
    scan.note ?? '',
    scan.scannedBy.name,
    minute(scan.scannedAt),
  ]);
  return [
    { kind: 'heading', text: `${words.items.unexpected}（${unexpected.length}）` },
    { kind: 'table', columns, rows, empty: words.none },
  ];
}

/** Once signed, as it was drawn; until then room for pen and stamp. */
function signatureBoxes({ signed }: StockTakeReport, words: ReportWords): Block {
  if (signed.length === 0) {
    const roles: SignerRole[] = ['counter', 'supervisor', 'keeper', 'witness'];
    return { kind: 'signatures', boxes: roles.map((role) => ({ role: words.signers[role] })) };
  }
  return {
    kind: 'signatures',
    boxes: signed.map(({ role, name, signature, signedAt }) => ({
      role: words.signers[role],
      name,
      signature,
      at: chinaTimeOf(signedAt),
    })),
  };
}

function nameOf({ nameZh, nameEn }: { nameZh: string; nameEn: string }, language: ReportLanguage): string {
  return language === 'zh' ? nameZh : nameEn;
}

function minute(instant: string): string {
  return chinaTimeOf(new Date(instant));
}
