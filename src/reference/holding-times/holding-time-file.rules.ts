import { confirmationOf } from '../limits/limit-file.rules.js';
import { itemKey } from '../measured-item.data.js';
import { LimitRowErrors } from '../reference.errors.js';
import type { RowFilePlan } from '../row-import/row-file.rules.js';
import type { RowReading } from '../row-import/row-reading.js';
import { MEDIA, preservationFault, PRESERVATIONS, preservationKey } from '../sampled.codes.js';
import { type HoldingTimeDraft, holdingTimeKey, LEAST_HOURS, LONGEST_HOURS } from './holding-time.rules.js';

/** The columns of a file, with the other heading that each is known by. */
export const HOLDING_TIME_COLUMNS = {
  medium: '介质',
  item: '项目',
  preservation: '保存方式',
  hours: '保存期小时',
  source: '来源',
  confirmedBy: '核对',
  confirmer: '核对人',
} as const;
export type HoldingTimeColumn = keyof typeof HOLDING_TIME_COLUMNS;

type Row = RowReading<HoldingTimeColumn>;

/** Holding times as they stand in a file. */
export const HOLDING_TIME_FILE: RowFilePlan<HoldingTimeDraft, HoldingTimeColumn> = {
  headings: HOLDING_TIME_COLUMNS,
  needed: ['medium', 'item', 'preservation', 'hours', 'source', 'confirmedBy'],
  longest: { item: 60, source: 300, confirmer: 120 },
  draft: (row) => ({
    medium: row.choice('medium', MEDIA) ?? 'other',
    item: itemKey(row.needed('item')),
    preservation: preservationOf(row),
    hours: hoursOf(row),
    source: row.needed('source'),
    ...confirmationOf(row),
  }),
  key: holdingTimeKey,
};

function preservationOf(row: Row): string {
  const done = row.neededChoices('preservation', PRESERVATIONS);
  if (preservationFault(done) !== null) row.fault('preservation', LimitRowErrors.LIMIT_PRESERVATION_WRONG());
  return preservationKey(done);
}

function hoursOf(row: Row): number {
  row.needed('hours');
  const hours = row.number('hours') ?? NaN;
  if (hours < LEAST_HOURS || hours > LONGEST_HOURS)
    row.fault('hours', LimitRowErrors.LIMIT_HOURS_WRONG({ value: hours, least: LEAST_HOURS, most: LONGEST_HOURS }));
  return hours;
}
