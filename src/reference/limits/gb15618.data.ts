import { LAND_USES, type LandUse, type LimitConditions } from './limit-conditions.rules.js';
import type { LimitDraft, LimitKind } from './limit.rules.js';

/** Up to 5.5, up to 6.5, up to 7.5, above 7.5. */
type PhBands = readonly [number, number, number, number];

interface SoilLine {
  readonly item: string;
  readonly landUses: readonly LandUse[];
  readonly kind: LimitKind;
  readonly bounds: PhBands;
}

const paddy: readonly LandUse[] = ['paddy'];
const farmland: readonly LandUse[] = LAND_USES;
const dry: readonly LandUse[] = ['orchard', 'other'];
const orchard: readonly LandUse[] = ['orchard'];
const notOrchard: readonly LandUse[] = ['paddy', 'other'];

const table: readonly SoilLine[] = [
  { item: 'cadmium', landUses: paddy, kind: 'screening', bounds: [0.3, 0.4, 0.6, 0.8] },
  { item: 'cadmium', landUses: dry, kind: 'screening', bounds: [0.3, 0.3, 0.3, 0.6] },
  { item: 'cadmium', landUses: farmland, kind: 'control', bounds: [1.5, 2, 3, 4] },
  { item: 'mercury', landUses: paddy, kind: 'screening', bounds: [0.5, 0.5, 0.6, 1] },
  { item: 'mercury', landUses: dry, kind: 'screening', bounds: [1.3, 1.8, 2.4, 3.4] },
  { item: 'mercury', landUses: farmland, kind: 'control', bounds: [2, 2.5, 4, 6] },
  { item: 'arsenic', landUses: paddy, kind: 'screening', bounds: [30, 30, 25, 20] },
  { item: 'arsenic', landUses: dry, kind: 'screening', bounds: [40, 40, 30, 25] },
  { item: 'arsenic', landUses: farmland, kind: 'control', bounds: [200, 150, 120, 100] },
  { item: 'lead', landUses: paddy, kind: 'screening', bounds: [80, 100, 140, 240] },
  { item: 'lead', landUses: dry, kind: 'screening', bounds: [70, 90, 120, 170] },
  { item: 'lead', landUses: farmland, kind: 'control', bounds: [400, 500, 700, 1000] },
  { item: 'chromium', landUses: paddy, kind: 'screening', bounds: [250, 250, 300, 350] },
  { item: 'chromium', landUses: dry, kind: 'screening', bounds: [150, 150, 200, 250] },
  { item: 'chromium', landUses: farmland, kind: 'control', bounds: [800, 850, 1000, 1300] },
  { item: 'copper', landUses: orchard, kind: 'screening', bounds: [150, 150, 200, 200] },
  { item: 'copper', landUses: notOrchard, kind: 'screening', bounds: [50, 50, 100, 100] },
  { item: 'nickel', landUses: farmland, kind: 'screening', bounds: [60, 70, 100, 190] },
  { item: 'zinc', landUses: farmland, kind: 'screening', bounds: [200, 200, 250, 300] },
];

const BANDS: readonly LimitConditions[] = [
  { phUpTo: 5.5 },
  { phAbove: 5.5, phUpTo: 6.5 },
  { phAbove: 6.5, phUpTo: 7.5 },
  { phAbove: 7.5 },
];

/**
 * GB 15618-2018 (farmland soil): every row depends on pH and land use. One that holds for all farmland asks for the use
 * too, without which nobody has said that it is farmland. Seen in one full copy.
 */
export const GB15618_LIMITS: readonly LimitDraft[] = table.flatMap((line) =>
  line.bounds.map((value, index) => ({
    standard: 'GB 15618-2018',
    edition: '2018',
    clause: line.kind === 'control' ? 'risk control values' : 'risk screening values',
    item: line.item,
    kind: line.kind,
    class: null,
    conditions: { ...BANDS[index], landUses: line.landUses },
    operator: 'at_most',
    value,
    unit: 'mg/kg',
    validFrom: '2018-08-01',
    validTo: null,
    source: 'one published copy of the tables',
    confirmedBy: 'single_source',
    confirmer: null,
  })),
);
