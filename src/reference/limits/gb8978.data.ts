import { OTHER_INDUSTRY } from './limit-conditions.rules.js';
import type { LimitDraft, LimitValue } from './limit.rules.js';
import { TWO_COPIES_READ_BY } from './confirmer.data.js';

interface DischargeLine {
  readonly item: string;
  readonly unit?: string;
  /** By grade, from the first; null where the standard sets none. */
  readonly bounds: readonly (LimitValue | null)[];
  /** The grades that were seen alike in a second copy. */
  readonly confirmedGrades?: readonly number[];
}

const acidity: LimitValue = [6, 9];

const table: readonly DischargeLine[] = [
  { item: 'ph', unit: 'pH', bounds: [acidity, acidity, acidity] },
  { item: 'suspended_solids', bounds: [70, 200, 400] },
  { item: 'bod5', bounds: [30, 60, 300], confirmedGrades: [1, 2] },
  { item: 'cod', bounds: [100, 150, 500], confirmedGrades: [1, 2] },
  { item: 'ammonia_nitrogen', bounds: [15, 25, null], confirmedGrades: [1, 2] },
  { item: 'volatile_phenol', bounds: [0.5, 0.5, 2] },
  { item: 'oil', bounds: [10, 10, 30] },
];

/**
 * GB 8978-1996 (discharge of sewage), for units built before 1998 and without an industry standard of their own, which
 * goes before. The rows for later units were seen in no copy and do not ship: such a unit gets no limit.
 */
export const GB8978_LIMITS: readonly LimitDraft[] = table.flatMap(({ item, unit, bounds, confirmedGrades = [] }) =>
  bounds.flatMap((value, index) => {
    if (value === null) return [];
    const confirmed = confirmedGrades.includes(index + 1);
    return {
      standard: 'GB 8978-1996',
      edition: '1996',
      clause: 'highest permitted concentrations, units built before 1998',
      item,
      kind: 'discharge',
      class: `grade_${index + 1}`,
      conditions: { builtBefore: '1998-01-01', industries: [OTHER_INDUSTRY] },
      operator: typeof value === 'number' ? 'at_most' : 'between',
      value,
      unit: unit ?? 'mg/L',
      validFrom: null,
      validTo: null,
      source: confirmed ? 'two independent published copies' : 'one published copy',
      confirmedBy: confirmed ? 'two_copies' : 'single_source',
      confirmer: confirmed ? TWO_COPIES_READ_BY : null,
    };
  }),
);
