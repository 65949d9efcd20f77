import type { BoundingBox } from '../../geo/index.js';

/** Half-open, as all periods here; an end that is open is absent. */
export interface AskedPeriod {
  readonly from?: Date;
  readonly to?: Date;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * The boxes of a `bbox` in longitude and latitude: two where it crosses the antimeridian, its west edge then being east of
 * its east edge. Of six numbers the heights are left out: nothing here is placed in height. [OGC 17-069r4 §7.15.3]
 * @returns undefined where it is no box
 */
export function boxesOf(text: string): BoundingBox[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if ((parts.length !== 4 && parts.length !== 6) || !parts.every((part) => NUMBER.test(part))) return undefined;
  const numbers = parts.map(Number);
  const [minLon = NaN, minLat = NaN, maxLon = NaN, maxLat = NaN] =
    numbers.length === 4 ? numbers : [numbers[0], numbers[1], numbers[3], numbers[4]];
  if (numbers.length === 6 && !((numbers[2] ?? NaN) <= (numbers[5] ?? NaN))) return undefined;
  if (!(minLat <= maxLat) || Math.abs(minLat) > 90 || Math.abs(maxLat) > 90) return undefined;
  if (Math.abs(minLon) > 180 || Math.abs(maxLon) > 180) return undefined;
  if (minLon <= maxLon) return [{ minLon, minLat, maxLon, maxLat }];
  return [
    { minLon, minLat, maxLon: 180, maxLat },
    { minLon: -180, minLat, maxLon, maxLat },
  ];
}

/**
 * The period of a `datetime`: an instant, or two with `/` between them, either of which may be `..` or nothing. Both ends
 * belong to it: the later one is kept to the millisecond after it. [OGC 17-069r4 §7.15.4]
 * @returns undefined where it is neither
 */
export function periodOf(text: string): AskedPeriod | undefined {
  const ends = text.split('/');
  if (ends.length > 2) return undefined;
  const [start = '', end = start] = ends;
  if (ends.length === 2 && isOpen(start) && isOpen(end)) return {};
  const [from, last] = [start, end].map((one) => (ends.length === 2 && isOpen(one) ? null : instantOf(one)));
  if (from === undefined || last === undefined || (from && last && from > last)) return undefined;
  return { ...(from && { from }), ...(last && { to: new Date(last.getTime() + 1) }) };
}

function isOpen(text: string): boolean {
  return text === '' || text === '..';
}

function instantOf(text: string): Date | undefined {
  const instant = INSTANT.test(text) ? new Date(text) : undefined;
  const year = instant?.getUTCFullYear() ?? NaN;
  return year >= 1 && year <= 9998 ? instant : undefined;
}
