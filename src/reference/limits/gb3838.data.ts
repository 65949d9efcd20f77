import type { WaterBody } from './limit-conditions.rules.js';
import { type LimitDraft, type LimitOperator, type LimitValue, WATER_CLASSES } from './limit.rules.js';
import { TWO_COPIES_READ_BY } from './confirmer.data.js';

export const SURFACE_WATER_STANDARD = 'GB 3838-2002';

interface TableLine {
  readonly item: string;
  readonly operator?: LimitOperator;
  readonly unit?: string;
  readonly waterBody?: WaterBody;
  /** Bounds for class I to V, in that order. */
  readonly bounds: readonly [LimitValue, LimitValue, LimitValue, LimitValue, LimitValue];
  readonly confirmed?: true;
}

const acidity: LimitValue = [6, 9];

const table: readonly TableLine[] = [
  { item: 'ph', operator: 'between', unit: 'pH', bounds: [acidity, acidity, acidity, acidity, acidity] },
  { item: 'dissolved_oxygen', operator: 'at_least', bounds: [7.5, 6, 5, 3, 2], confirmed: true },
  { item: 'permanganate_index', bounds: [2, 4, 6, 10, 15], confirmed: true },
  { item: 'cod', bounds: [15, 15, 20, 30, 40], confirmed: true },
  { item: 'bod5', bounds: [3, 3, 4, 6, 10], confirmed: true },
  { item: 'ammonia_nitrogen', bounds: [0.15, 0.5, 1, 1.5, 2], confirmed: true },
  { item: 'total_phosphorus', waterBody: 'river', bounds: [0.02, 0.1, 0.2, 0.3, 0.4], confirmed: true },
  { item: 'total_phosphorus', waterBody: 'lake', bounds: [0.01, 0.025, 0.05, 0.1, 0.2], confirmed: true },
  { item: 'total_nitrogen', waterBody: 'lake', bounds: [0.2, 0.5, 1, 1.5, 2], confirmed: true },
  { item: 'copper', bounds: [0.01, 1, 1, 1, 1] },
  { item: 'zinc', bounds: [0.05, 1, 1, 2, 2] },
  { item: 'fluoride', bounds: [1, 1, 1, 1.5, 1.5] },
  { item: 'selenium', bounds: [0.01, 0.01, 0.01, 0.02, 0.02] },
  { item: 'arsenic', bounds: [0.05, 0.05, 0.05, 0.1, 0.1] },
  { item: 'mercury', bounds: [0.00005, 0.00005, 0.0001, 0.001, 0.001] },
  { item: 'cadmium', bounds: [0.001, 0.005, 0.005, 0.005, 0.01] },
  { item: 'chromium_vi', bounds: [0.01, 0.05, 0.05, 0.05, 0.1] },
  { item: 'lead', bounds: [0.01, 0.01, 0.05, 0.05, 0.1] },
  { item: 'cyanide', bounds: [0.005, 0.05, 0.2, 0.2, 0.2] },
  { item: 'volatile_phenol', bounds: [0.002, 0.002, 0.005, 0.01, 0.1] },
  { item: 'oil', bounds: [0.05, 0.05, 0.05, 0.5, 1] },
  { item: 'anionic_surfactant', bounds: [0.2, 0.2, 0.2, 0.3, 0.3] },
  { item: 'sulphide', bounds: [0.05, 0.1, 0.2, 0.5, 1] },
  { item: 'faecal_coliform', unit: '/L', bounds: [200, 2000, 10000, 20000, 40000] },
];

/**
 * GB 3838-2002 (environmental quality of surface water), table 1, one row per item, body and class. The lines marked
 * `confirmed` were seen alike in two copies; every other row says `single_source` and must be shown so.
 */
export const GB3838_LIMITS: readonly LimitDraft[] = table.flatMap((line) =>
  line.bounds.map((value, index) => toRow(line, WATER_CLASSES[index] ?? null, value)),
);

function toRow(line: TableLine, waterClass: string | null, value: LimitValue): LimitDraft {
  return {
    standard: SURFACE_WATER_STANDARD,
    edition: '2002',
    clause: 'table 1',
    item: line.item,
    kind: 'quality',
    class: waterClass,
    conditions: line.waterBody === undefined ? {} : { waterBody: line.waterBody },
    operator: line.operator ?? 'at_most',
    value,
    unit: line.unit ?? 'mg/L',
    validFrom: null,
    validTo: null,
    source: line.confirmed ? 'two independent published copies of table 1' : 'one published copy of table 1',
    confirmedBy: line.confirmed ? 'two_copies' : 'single_source',
    confirmer: line.confirmed ? TWO_COPIES_READ_BY : null,
  };
}
