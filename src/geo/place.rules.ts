import type { Position } from './geo.types.js';
import type { CompassPoint } from './position.rules.js';
import { bearingDegrees, compassPoint, distanceMetres } from './position.rules.js';

/** `town` and `seat` are where people would look for the name; `centre` is only the middle of the county's shape. */
export const PLACE_KINDS = ['town', 'seat', 'centre'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** A named point, WGS-84; `adcode` is that of the county around it. */
export interface Place extends Position {
  readonly name: string;
  readonly adcode: string;
  readonly kind: PlaceKind;
}

export interface PlaceInWords {
  readonly text: { readonly zh: string; readonly en: string };
  readonly place: Place;
  /** From the place to the position. */
  readonly distanceMetres: number;
  readonly bearingDegrees: number;
}

/** Nearer than this, a position is said to be at the place. */
const AT_METRES = 100;
/** Farther than this, naming the place would tell nothing. */
const FARTHEST_METRES = 100_000;

const DIRECTIONS: Readonly<Record<CompassPoint, string>> = {
  N: '北',
  NE: '东北',
  E: '东',
  SE: '东南',
  S: '南',
  SW: '西南',
  W: '西',
  NW: '西北',
};

/**
 * A position by the nearest of the places: 3.2 km NE of 东光镇. `undefined` (unknown) when there is none within
 * 100 km. Metres below 1 km are given to tens, kilometres to tenths.
 */
export function placeInWords(position: Position, places: readonly Place[]): PlaceInWords | undefined {
  let place: Place | undefined;
  let distance = FARTHEST_METRES;
  for (const candidate of places) {
    const metres = distanceMetres(candidate, position);
    if (metres > distance || (place && metres === distance)) continue;
    place = candidate;
    distance = metres;
  }
  if (place === undefined) return undefined;
  const bearing = bearingDegrees(place, position);
  return {
    text: wording(place, distance, compassPoint(bearing)),
    place,
    distanceMetres: distance,
    bearingDegrees: bearing,
  };
}

function wording({ name, kind }: Place, metres: number, direction: CompassPoint): PlaceInWords['text'] {
  const zh = kind === 'centre' ? `${name}中心点` : name;
  const en = kind === 'centre' ? `the centre of ${name}` : name;
  if (metres < AT_METRES) return { zh: `${zh}附近`, en: `at ${en}` };
  const tens = Math.round(metres / 10) * 10;
  const [amount, zhUnit, enUnit] =
    tens < 1_000 ? [String(tens), '米', 'm'] : [(metres / 1_000).toFixed(1), '公里', 'km'];
  return { zh: `${zh}${DIRECTIONS[direction]} ${amount} ${zhUnit}`, en: `${amount} ${enUnit} ${direction} of ${en}` };
}
