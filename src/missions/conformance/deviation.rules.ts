import {
  bearingDegrees,
  contains,
  distanceMetres,
  distanceToEdgeMetres,
  nearestOnEdge,
  type Position,
  type Volume,
} from '../../geo/index.js';
import type {
  AirLimits,
  AirSample,
  AlertKind,
  Deviation,
  Judgement,
  OtherAircraft,
  WatchedZone,
} from './conformance.types.js';

/** Around a take-off point an aircraft climbs and comes down. */
export const TAKE_OFF_COLUMN_METRES = 50;

/** Two aircraft nearer than this beside each other, and not known to be farther apart in height, are near. */
export const NEAR_METRES = 100;
export const NEAR_HEIGHT_METRES = 30;

/** A position older than this does not say where the other one is. */
const OTHER_FRESH_MS = 10_000;
/** Nor where it may be still, once it was silent for this long. */
const OTHER_GONE_MS = 600_000;

const WITH_POSITION: readonly AlertKind[] = [
  'outside_volume',
  'above_band',
  'below_band',
  'prohibited_zone',
  'authorisation_zone',
  'near_flight',
];

/**
 * Everything that is wrong at the moment of a sample. Heights of plans and zones are above ground, those of the aircraft
 * above its take-off point: they are compared as if the ground were level. Altitudes above the sea or the ellipsoid say
 * nothing about it without the terrain, so without a height above take-off the bands are not judged.
 */
export function judge(sample: AirSample, limits: AirLimits): Judgement {
  const period = periodDeviation(sample.receivedAt, limits);
  const { position, heightAboveTakeoffMetres: height } = sample;
  if (position === null) return { deviations: period, unjudged: new Set(WITH_POSITION) };
  const space = spaceJudgement(position, height, limits);
  const zones = zoneJudgement(position, sample, limits);
  const near = nearJudgement(position, sample, limits.others);
  return {
    deviations: [...period, ...space.deviations, ...zones.deviations, ...near.deviations],
    unjudged: new Set([...space.unjudged, ...zones.unjudged, ...near.unjudged]),
  };
}

function periodDeviation(at: Date, { plan }: AirLimits): Deviation[] {
  if (plan === null || (at >= plan.during.from && at < plan.during.to)) return [];
  return [deviation('outside_period', { about: at < plan.during.from ? 'before' : 'after' })];
}

function spaceJudgement(position: Position, height: number | null, limits: AirLimits): Judgement {
  const { plan, plannedTakeOff, takenOffFrom } = limits;
  if (plan === null) return CLEAN;
  const around = plan.volumes.filter(({ geometry }) => contains(geometry, position));
  const outside = around.length === 0;
  if (outside && !isNear(position, plannedTakeOff))
    return { deviations: [outsideOf(plan.volumes, position)], unjudged: BANDS };
  if (height === null) return { deviations: [], unjudged: BANDS };
  const climbing = isNear(position, plannedTakeOff) || isNear(position, takenOffFrom);
  const wrong = bandDeviation(outside ? plan.volumes : around, height);
  const allowed = wrong?.kind === 'below_band' && climbing;
  return { deviations: wrong && !allowed ? [wrong] : [], unjudged: NOTHING };
}

/** Undefined within one of the bands; between two of them it is off the nearer one. */
function bandDeviation(volumes: readonly Volume[], height: number): Deviation | undefined {
  if (volumes.some(({ lowerMetres, upperMetres }) => height >= lowerMetres && height <= upperMetres)) return undefined;
  const above = Math.min(...volumes.map(({ upperMetres }) => height - upperMetres).filter((metres) => metres > 0));
  const below = Math.min(...volumes.map(({ lowerMetres }) => lowerMetres - height).filter((metres) => metres > 0));
  return above <= below ? deviation('above_band', { metres: above }) : deviation('below_band', { metres: below });
}

function outsideOf(volumes: readonly Volume[], position: Position): Deviation {
  const edges = volumes.map(({ geometry }) => nearestOnEdge(geometry, position));
  const [nearest] = edges.toSorted((a, b) => distanceMetres(a, position) - distanceMetres(b, position));
  if (nearest === undefined) throw new Error('a plan has volumes');
  const metres = distanceMetres(nearest, position);
  return deviation('outside_volume', { metres, directionDegrees: bearingDegrees(nearest, position) });
}

/** A zone that sets a condition is for the pilot to observe; one that forbids or wants a permission is not to be in. */
function zoneJudgement(
  position: Position,
  { receivedAt, heightAboveTakeoffMetres: height }: AirSample,
  { zones, knownZoneIds }: AirLimits,
): Judgement {
  const deviations: Deviation[] = [];
  const unjudged = new Set<AlertKind>();
  for (const zone of zones) {
    const kind = kindOf(zone, knownZoneIds);
    if (kind === undefined || !appliesAt(zone, receivedAt) || !contains(zone.volume.geometry, position)) continue;
    const within = isWithin(zone.volume, height);
    if (within === null) unjudged.add(kind);
    if (within !== true) continue;
    const metres = distanceToEdgeMetres(zone.volume.geometry, position);
    deviations.push(deviation(kind, { subjectId: zone.zoneId, metres, about: zone.name }));
  }
  return { deviations, unjudged };
}

function kindOf({ rule, zoneId }: WatchedZone, known: ReadonlySet<string>): AlertKind | undefined {
  if (rule === 'prohibited') return 'prohibited_zone';
  return rule === 'authorisation' && !known.has(zoneId) ? 'authorisation_zone' : undefined;
}

function appliesAt({ applies }: WatchedZone, at: Date): boolean {
  return applies.some(({ from, to }) => (from === undefined || at >= from) && (to === undefined || at < to));
}

/** Null: the zone has a floor or a top, and the height is unknown. */
function isWithin({ lowerMetres, upperMetres }: Volume, height: number | null): boolean | null {
  if (height !== null) return height >= lowerMetres && height < upperMetres;
  return lowerMetres <= 0 && upperMetres === Infinity ? true : null;
}

/** Where another was when it went silent it may be still: nothing begins there, and nothing has ended. */
function nearJudgement(position: Position, sample: AirSample, others: readonly OtherAircraft[]): Judgement {
  const near = others.flatMap((other) => {
    const ageMs = Math.abs(sample.receivedAt.getTime() - other.receivedAt.getTime());
    const metres = distanceMetres(position, other.position);
    if (ageMs > OTHER_GONE_MS || metres >= NEAR_METRES || heightBetween(sample, other) >= NEAR_HEIGHT_METRES) return [];
    return [{ other, metres, ageMs }];
  });
  const fresh = near.filter(({ ageMs }) => ageMs <= OTHER_FRESH_MS);
  const deviations = fresh.map(({ other, metres }) => deviation('near_flight', { subjectId: other.flightId, metres }));
  return { deviations, unjudged: fresh.length < near.length ? NEAR : NOTHING };
}

/** By two altitudes over the same surface; 0 where there are none: heights over two take-off points tell nothing. */
function heightBetween(a: Altitudes, b: Altitudes): number {
  const amsl = apart(a.altitudeAmslMetres, b.altitudeAmslMetres);
  return amsl ?? apart(a.altitudeEllipsoidMetres, b.altitudeEllipsoidMetres) ?? 0;
}

type Altitudes = Pick<AirSample, 'altitudeAmslMetres' | 'altitudeEllipsoidMetres'>;

function apart(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.abs(a - b);
}

function isNear(position: Position, place: Position | null): boolean {
  return place !== null && distanceMetres(position, place) <= TAKE_OFF_COLUMN_METRES;
}

function deviation(kind: AlertKind, about: Partial<Omit<Deviation, 'kind'>>): Deviation {
  return { kind, subjectId: null, metres: null, directionDegrees: null, about: null, ...about };
}

const NOTHING: ReadonlySet<AlertKind> = new Set();
const BANDS: ReadonlySet<AlertKind> = new Set<AlertKind>(['above_band', 'below_band']);
const NEAR: ReadonlySet<AlertKind> = new Set<AlertKind>(['near_flight']);
const CLEAN: Judgement = { deviations: [], unjudged: NOTHING };
