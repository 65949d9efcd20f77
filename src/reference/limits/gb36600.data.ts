import type { LimitDraft, LimitKind } from './limit.rules.js';

/** Uses of building land, the more sensitive first. */
const LAND_CLASSES = ['class_1', 'class_2'] as const;

type Pair = readonly [class1: number, class2: number];

const table: readonly (readonly [item: string, screening: Pair, control: Pair])[] = [
  ['arsenic', [20, 60], [120, 140]],
  ['cadmium', [20, 65], [47, 172]],
  ['chromium_vi', [3, 5.7], [30, 78]],
  ['copper', [2000, 18000], [8000, 36000]],
  ['lead', [400, 800], [800, 2500]],
  ['mercury', [8, 38], [33, 82]],
  ['nickel', [150, 900], [600, 2000]],
];

/** GB 36600-2018 (soil of building land), heavy metals. Seen in one copy. */
export const GB36600_LIMITS: readonly LimitDraft[] = table.flatMap(([item, screening, control]) => [
  ...rowsOf(item, 'screening', screening),
  ...rowsOf(item, 'control', control),
]);

function rowsOf(item: string, kind: LimitKind, bounds: Pair): LimitDraft[] {
  return LAND_CLASSES.map((name, index) => ({
    standard: 'GB 36600-2018',
    edition: '2018',
    clause: 'table 1',
    item,
    kind,
    class: name,
    conditions: {},
    operator: 'at_most',
    value: bounds[index] ?? bounds[0],
    unit: 'mg/kg',
    validFrom: null,
    validTo: null,
    source: 'one published copy of table 1',
    confirmedBy: 'single_source',
    confirmer: null,
  }));
}
