import type { Polygon } from 'geojson';

/** Random numbers that are the same each time: both sides of a comparison get the same plans. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Centre {
  readonly lon: number;
  readonly lat: number;
}

const METRES_PER_DEGREE = 111_195;

/** An irregular outline around a centre; `ragged` is how far its points may fall short of the radius, as a share. */
export function outline(
  random: () => number,
  { lon, lat }: Centre,
  metres: number,
  points: number,
  ragged: number,
): Polygon {
  const perLon = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: points }, (_, i) => {
    const angle = (2 * Math.PI * i) / points;
    const reach = metres * (1 - ragged * random());
    return [lon + (reach * Math.cos(angle)) / perLon, lat + (reach * Math.sin(angle)) / METRES_PER_DEGREE];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
}

/** Somewhere in the box around the province. */
export function inProvince(random: () => number): Centre {
  return { lon: 113.6 + 6 * random(), lat: 36.1 + 6.4 * random() };
}
