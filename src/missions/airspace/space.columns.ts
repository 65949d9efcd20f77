import type { BoundingBox, Position } from '../../geo/index.js';
import { type Period, period, periodLiteral } from '../../platform/index.js';
import type { OpenPeriod } from './zones/airspace-zone.rules.js';

/** A band of heights in metres above ground, half-open; without `upperMetres` it has no top. */
export interface Band {
  readonly lowerMetres: number;
  readonly upperMetres?: number | undefined;
}

export const asPeriod = {
  to: (value: Period): string => periodLiteral(value),
  from: (literal: string): Period => period(literal),
};

export const asOpenPeriod = { to: openPeriodLiteral, from: readOpenPeriod };

export const asBand = { to: bandLiteral, from: readBand };

export const asBox = { to: boxLiteral, from: readBox };

/** A `point` as the driver gives it. */
interface DriverPoint {
  readonly x: number;
  readonly y: number;
}

export const asPosition = {
  to: (position: Position | null): string | null => position && `(${position.lon},${position.lat})`,
  from: (point: DriverPoint | null): Position | null => point && { lon: point.x, lat: point.y },
};

/** `[from,to)` as a tstzrange; an absent end is open. */
export function openPeriodLiteral({ from, to }: OpenPeriod): string {
  return `[${from?.toISOString() ?? ''},${to?.toISOString() ?? ''})`;
}

/** `[lower,upper)` as a numrange. */
export function bandLiteral({ lowerMetres, upperMetres }: Band): string {
  return `[${lowerMetres},${upperMetres ?? ''})`;
}

/** Two opposite corners, as PostgreSQL reads a box. */
export function boxLiteral({ minLon, minLat, maxLon, maxLat }: BoundingBox): string {
  return `(${minLon},${minLat}),(${maxLon},${maxLat})`;
}

function readOpenPeriod(literal: string): OpenPeriod {
  const [from, to] = ends(literal);
  return { ...(from && { from: instant(from) }), ...(to && { to: instant(to) }) };
}

function readBand(literal: string): Band {
  const [lower, upper] = ends(literal);
  return { lowerMetres: Number(lower), ...(upper && { upperMetres: Number(upper) }) };
}

function readBox(literal: string): BoundingBox {
  const [maxLon = NaN, maxLat = NaN, minLon = NaN, minLat = NaN] = literal
    .replaceAll(/[()]/g, '')
    .split(',')
    .map(Number);
  return { minLon, minLat, maxLon, maxLat };
}

/** The two ends of a range as text, empty where it is open. */
function ends(literal: string): [string, string] {
  const [from = '', to = ''] = literal.slice(1, -1).replaceAll('"', '').split(',');
  return [from, to];
}

function instant(text: string): Date {
  return new Date(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));
}
