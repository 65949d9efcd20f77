import type { WaterValue } from '../../../reference/index.js';
import type { RapidTest } from '../rapid-test.entity.js';
import { shownBy } from '../verdict/verdict.rules.js';

/** What a run says of the class of its water; undefined where its reading says nothing. */
export function waterValueOf({
  item,
  value,
  unit,
  dilution,
  details: { card },
}: Pick<RapidTest, 'item' | 'value' | 'unit' | 'dilution' | 'details'>): WaterValue | undefined {
  if (value === null) return undefined;
  const shown = shownBy({ unit: unit ?? undefined, dilution }, value, card ?? undefined);
  if (shown.is === 'nothing') return undefined;
  const stated = { item, value: shown.result, unit: unit ?? '' };
  return shown.is === 'value' ? stated : { ...stated, within: shown.within };
}
