import { destination, type Occupation, type Position } from '../../../geo/index.js';
import type { Period } from '../../../platform/index.js';
import type { ZoneRule } from './airspace-zone.rules.js';
import type { ZoneContact } from '../deconfliction/deconfliction.rules.js';

/** How far around a place one is reminded of zones. */
export const SURROUNDINGS_METRES = 1_000;

/** Everything higher is controlled airspace anyhow (interim regulation on UAV flight, art. 19). */
const SUITABLE_CEILING_METRES = 120;

/** The air in which somebody who works at a place may come to fly: a square around it, up to 120 m. */
export function surroundings(place: Position, during: Period): Occupation {
  const corners = [45, 135, 225, 315, 45].map((degrees) => {
    const { lon, lat } = destination(place, degrees, SURROUNDINGS_METRES * Math.SQRT2);
    return [lon, lat];
  });
  const geometry = { type: 'Polygon' as const, coordinates: [corners] };
  return { during, volumes: [{ geometry, lowerMetres: 0, upperMetres: SUITABLE_CEILING_METRES }] };
}

/** One sentence to whoever takes an aircraft, in both languages. */
export interface ZoneAdvice {
  readonly code: 'ZONE_PROHIBITED' | 'ZONE_AUTHORISATION' | 'ZONE_CONDITIONAL';
  readonly zh: string;
  readonly en: string;
}

const SENTENCES: Readonly<Record<ZoneRule, (zone: ZoneContact) => ZoneAdvice>> = {
  prohibited: ({ name, authority }) => ({
    code: 'ZONE_PROHIBITED',
    zh: `禁飞区：${name}（${authority}）`,
    en: `Flying is prohibited in ${name} (${authority})`,
  }),
  authorisation: ({ name, authority }) => ({
    code: 'ZONE_AUTHORISATION',
    zh: `管制空域：${name}，起飞前须经${authority}批准`,
    en: `Flying in ${name} needs a permission of ${authority}`,
  }),
  conditional: ({ name, authority }) => ({
    code: 'ZONE_CONDITIONAL',
    zh: `有条件空域：${name}，条件由${authority}规定`,
    en: `Flying in ${name} is subject to conditions set by ${authority}`,
  }),
};

/** What to say about the zones met, each zone once, the strictest first. */
export function zoneAdvice(contacts: readonly ZoneContact[]): ZoneAdvice[] {
  const once = [...new Map(contacts.map((zone) => [zone.zoneId, zone])).values()];
  const strictest: readonly ZoneRule[] = ['prohibited', 'authorisation', 'conditional'];
  return strictest.flatMap((rule) => once.filter((zone) => zone.rule === rule).map(SENTENCES[rule]));
}
