import { checkPolygon, meanWidthMetres, POLYGON_FAULTS, type Occupation, type Volume } from '../../../geo/index.js';
import type { Period } from '../../../platform/index.js';

/** Vertices of one plan, all its volumes together (the limit of ASTM F3548-21). */
export const MAXIMUM_VERTICES = 10_000;

/** How far ahead a plan may reach (the planning horizon of ASTM F3548-21). */
export const PLAN_HORIZON_DAYS = 30;

/**
 * A band above this is not a height above ground in metres: it stops centimetres, millimetres and typing errors. What an
 * aircraft may really climb to is a matter of its class and of its permission.
 */
export const HIGHEST_BAND_METRES = 6_000;

/**
 * No aircraft fits into less, in height or in width. What is thinner than the rounding of coordinates would overlap
 * nothing, and be flown through everything.
 */
export const SMALLEST_VOLUME_METRES = 1;

/** A plan that starts at once has aged by its way here; more than this is a plan in the past. */
export const START_GRACE_SECONDS = 60;

/** Why a plan cannot be looked at any further. */
export const PLAN_FAULT_CODES = [
  'FLIGHT_PERIOD_EMPTY',
  'FLIGHT_IN_THE_PAST',
  'FLIGHT_TOO_FAR_AHEAD',
  'FLIGHT_WITHOUT_VOLUME',
  'FLIGHT_TOO_MANY_VERTICES',
  'FLIGHT_BAND_UPSIDE_DOWN',
  'FLIGHT_BAND_NOT_METRES',
  'FLIGHT_VOLUME_TOO_SMALL',
  ...POLYGON_FAULTS,
] as const;
export type PlanFaultCode = (typeof PLAN_FAULT_CODES)[number];

/** One fault; `volume` is the index of the volume that has it. */
export interface PlanFault {
  readonly code: PlanFaultCode;
  readonly volume?: number;
}

/** Every fault of a plan as it stands, an empty list for a sound one. Heights are metres above ground. */
export function planFaults(plan: Occupation, now: Date): PlanFault[] {
  return [...periodFaults(plan.during, now), ...volumeFaults(plan.volumes)];
}

function periodFaults({ from, to }: Period, now: Date): PlanFault[] {
  const faults: PlanFault[] = [];
  if (to <= from) faults.push({ code: 'FLIGHT_PERIOD_EMPTY' });
  if (from.getTime() < now.getTime() - START_GRACE_SECONDS * 1_000) faults.push({ code: 'FLIGHT_IN_THE_PAST' });
  if (to.getTime() > now.getTime() + PLAN_HORIZON_DAYS * 86_400_000) faults.push({ code: 'FLIGHT_TOO_FAR_AHEAD' });
  return faults;
}

function volumeFaults(volumes: readonly Volume[]): PlanFault[] {
  if (volumes.length === 0) return [{ code: 'FLIGHT_WITHOUT_VOLUME' }];
  if (vertexCount(volumes) > MAXIMUM_VERTICES) return [{ code: 'FLIGHT_TOO_MANY_VERTICES' }];
  return [...volumes.entries()].flatMap(([volume, space]) =>
    [bandFault(space), shapeFault(space)].flatMap((code) => (code === undefined ? [] : [{ code, volume }])),
  );
}

function bandFault({ lowerMetres, upperMetres }: Volume): PlanFaultCode | undefined {
  if (lowerMetres >= upperMetres) return 'FLIGHT_BAND_UPSIDE_DOWN';
  if (lowerMetres < 0 || upperMetres > HIGHEST_BAND_METRES) return 'FLIGHT_BAND_NOT_METRES';
  return upperMetres - lowerMetres < SMALLEST_VOLUME_METRES ? 'FLIGHT_VOLUME_TOO_SMALL' : undefined;
}

function shapeFault({ geometry }: Volume): PlanFaultCode | undefined {
  const checked = checkPolygon(geometry);
  if (!checked.ok) return checked.code;
  return meanWidthMetres(checked.polygon) < SMALLEST_VOLUME_METRES ? 'FLIGHT_VOLUME_TOO_SMALL' : undefined;
}

function vertexCount(volumes: readonly Volume[]): number {
  return volumes.map(({ geometry }) => verticesOf(geometry)).reduce((sum, count) => sum + count, 0);
}

function verticesOf(geometry: Volume['geometry']): number {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return rings.reduce((sum, ring) => sum + ring.length, 0);
}
