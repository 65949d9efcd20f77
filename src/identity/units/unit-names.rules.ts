import type { Tier } from '../access/roles.js';

/** A county, city or province as boundaries name it. */
export interface AdministrativeArea {
  readonly adcode: string;
  readonly level: Tier;
  readonly parent: string | null;
  readonly name: string;
  readonly label: readonly [lon: number, lat: number];
}

/** A unit by the naming rule; `key` and `parentKey` tie the tree together before there are ids. */
export interface NamedUnit {
  readonly key: string;
  readonly parentKey: string | null;
  readonly tier: Tier;
  readonly adcode: string | null;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

const SUFFIX = '人民检察院';
const PROVINCE = '130000';

/** County-level cities that the province manages itself. */
const UNDER_PROVINCE = new Set(['130181', '130682']);

/** The branch for 雄安新区: city tier, its own key and no adcode of its own; it covers three counties. */
const XIONGAN = {
  key: 'xiongan',
  name: '河北省人民检察院雄安新区分院',
  counties: new Set(['130629', '130632', '130638']),
};

/**
 * Names and places the 180 units: province, 11 cities, 雄安, 167 counties. Districts carry the name of
 * their city, counties and county-level cities do not.
 */
export function unitsByRule(areas: readonly AdministrativeArea[]): NamedUnit[] {
  const byAdcode = new Map(areas.map((area) => [area.adcode, area]));
  const units = areas.map((area): NamedUnit => {
    const { adcode, level, label } = area;
    const base = { key: adcode, tier: level, adcode, lon: label[0], lat: label[1] };
    if (level === 'province') return { ...base, parentKey: null, name: area.name + SUFFIX };
    if (level === 'city') return { ...base, parentKey: PROVINCE, name: area.name + SUFFIX };
    return { ...base, parentKey: parentOf(area), name: countyUnitName(area, byAdcode) };
  });
  const anchor = byAdcode.get('130629') ?? areas[0];
  const [lon, lat] = anchor?.label ?? [0, 0];
  return [
    ...units,
    { key: XIONGAN.key, parentKey: PROVINCE, tier: 'city', adcode: null, name: XIONGAN.name, lon, lat },
  ];
}

function parentOf({ adcode, parent }: AdministrativeArea): string {
  if (UNDER_PROVINCE.has(adcode)) return PROVINCE;
  if (XIONGAN.counties.has(adcode)) return XIONGAN.key;
  return parent ?? PROVINCE;
}

function countyUnitName(
  { name, parent }: AdministrativeArea,
  byAdcode: ReadonlyMap<string, AdministrativeArea>,
): string {
  const city = name.endsWith('区') ? (byAdcode.get(parent ?? '')?.name ?? '') : '';
  return city + name + SUFFIX;
}
