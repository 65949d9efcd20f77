import type { RowFault } from '../rows/ledger-row.rules.js';
import type { Verdict } from '../rows/ledger-judge.js';

const MOST_FAULTS = 1_000;
const MOST_SHOWN = 1_000;

export interface PreviewRow {
  readonly row: number;
  readonly action: 'create' | 'update';
  readonly assetCode: string;
  readonly deviceId: string | null;
  readonly changes: { readonly field: string; readonly from: unknown; readonly to: unknown }[];
}

/** What an import comes to: numbers of all rows, and the first of what is worth showing. */
export class ImportTally {
  rows = 0;
  created = 0;
  updated = 0;
  unchanged = 0;
  errorCount = 0;
  readonly faults: RowFault[] = [];
  readonly preview: PreviewRow[] = [];

  constructor(private readonly willWrite: boolean) {}

  add(row: number, verdict: Verdict): void {
    this.rows += 1;
    if (verdict.action === 'keep') this.unchanged += 1;
    if (verdict.action === 'create') this.created += 1;
    if (verdict.action === 'update') this.updated += 1;
    if (verdict.action === 'refuse') this.addFaults(verdict.faults);
    if ((verdict.action === 'create' || verdict.action === 'update') && this.preview.length < MOST_SHOWN)
      this.preview.push(this.shownRow(row, verdict));
  }

  private addFaults(faults: readonly RowFault[]): void {
    this.errorCount += faults.length;
    this.faults.push(...faults.slice(0, MOST_FAULTS - this.faults.length));
  }

  private shownRow(row: number, verdict: Extract<Verdict, { action: 'create' | 'update' }>): PreviewRow {
    if (verdict.action === 'update') {
      const { before, after, what } = verdict.change;
      const changes = Object.entries(what).flatMap(([field, { from, to }]) => changesOf(field, from, to));
      return { row, action: 'update', assetCode: after.assetCode, deviceId: before.id, changes };
    }
    const { record, values } = verdict;
    const changes = Object.entries(values).map(([field, to]) => ({ field, from: null, to }));
    return { row, action: 'create', assetCode: record.assetCode, deviceId: this.willWrite ? record.id : null, changes };
  }
}

type Values = Readonly<Record<string, unknown>>;

/** Fields of the kind one by one. */
function changesOf(field: string, from: unknown, to: unknown): PreviewRow['changes'] {
  if (field === 'homePosition') return [{ field: 'home', from: positionOf(from), to: positionOf(to) }];
  if (field !== 'attributes') return [{ field, from, to }];
  const [before, after] = [from as Values, to as Values];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ field: `attributes.${key}`, from: before[key] ?? null, to: after[key] ?? null }));
}

function positionOf(point: unknown): { lon: number; lat: number } | null {
  const { x, y } = (point ?? {}) as { x?: number; y?: number };
  return x === undefined || y === undefined ? null : { lon: x, lat: y };
}
