import type { RowChange } from '../row-import/row-import.schemas.js';
import type { LimitRecord, LimitOrigin } from './limit.entity.js';
import { boundsOf, type LimitDraft, limitKey, type LimitRow, type LimitValue, sameLimit } from './limit.rules.js';

export function toLimitRow(record: LimitRecord): LimitRow {
  const { id, version, standard, edition, clause, item, kind, class: name, conditions, operator } = record;
  const { unit, validFrom, validTo, source, confirmedBy, confirmer } = record;
  const place = { standard, edition, clause, item, kind, class: name, conditions };
  return {
    id,
    version,
    ...place,
    operator,
    value: valueOf(record),
    unit,
    validFrom,
    validTo,
    source,
    confirmedBy,
    confirmer,
  };
}

function valueOf({ operator, low, high }: LimitRecord): LimitValue {
  if (operator === 'between') return [low ?? NaN, high ?? NaN];
  return (operator === 'at_most' ? high : low) ?? NaN;
}

export function columnsOf(draft: LimitDraft): Omit<LimitDraft, 'value'> & Pick<LimitRecord, 'key' | 'low' | 'high'> {
  const { value, ...same } = draft;
  const [low, high] = boundsOf(value);
  return {
    ...same,
    key: limitKey(draft),
    low: draft.operator === 'at_most' ? null : low,
    high: draft.operator === 'at_least' ? null : high,
  };
}

export function changeBy(draft: LimitDraft, current: LimitRecord | undefined, origin: LimitOrigin): RowChange {
  if (current === undefined) return 'create';
  if (origin === 'shipped' && current.origin === 'imported') return 'kept';
  return sameLimit(draft, toLimitRow(current)) ? 'unchanged' : 'replace';
}
