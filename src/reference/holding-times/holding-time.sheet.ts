import { Readable } from 'node:stream';
import type { SheetPlan } from '../../platform/index.js';
import { HOLDING_TIME_COLUMNS, type HoldingTimeColumn } from './holding-time-file.rules.js';
import type { HoldingTimeDraft } from './holding-time.rules.js';

const HEAD = Object.keys(HOLDING_TIME_COLUMNS) as HoldingTimeColumn[];

/** Rows as the import reads them: what comes out and goes in again changes nothing. */
export function holdingTimeSheet(times: readonly HoldingTimeDraft[]): SheetPlan {
  return {
    name: '样品保存期',
    columns: HEAD.map((column) => ({ heading: HOLDING_TIME_COLUMNS[column], kind: 'text' })),
    rows: Readable.from(times.map(cellsOf)),
  };
}

function cellsOf(time: HoldingTimeDraft): string[] {
  const said = { ...time, preservation: time.preservation.replaceAll('+', '；') };
  return HEAD.map((column) => String(said[column] ?? ''));
}
