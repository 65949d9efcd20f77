import { randomOf } from './random.js';

/** WGS-84 degrees. */
export interface Place {
  readonly lon: number;
  readonly lat: number;
}

export const FLIGHT_PHASES = ['ground', 'climb', 'survey', 'return', 'descent'] as const;
export type FlightPhase = (typeof FLIGHT_PHASES)[number];

export interface PathPoint extends Place {
  readonly at: Date;
  readonly phase: FlightPhase;
  readonly heightAboveTakeoffMetres: number;
  readonly altitudeEllipsoidMetres: number;
  /** 0 ≤ heading < 360. */
  readonly headingDegrees: number;
  readonly speedMetresPerSecond: number;
  readonly verticalSpeedMetresPerSecond: number;
  readonly batteryPercent: number;
  readonly homeDistanceMetres: number;
  /** Where the camera looks, north-east-down; absent: straight down over the survey, else ahead. */
  readonly gimbal?: { readonly pitchDegrees: number; readonly yawDegrees: number };
  /** It goes home because its battery would not last for more. */
  readonly lowBattery?: boolean;
}

export interface FlightPathOptions {
  readonly startAt: Date;
  /** Take-off and landing; by default the polygon's first corner. */
  readonly home?: Place;
  readonly heightMetres?: number;
  readonly speedMetresPerSecond?: number;
  readonly lineSpacingMetres?: number;
  /** Ellipsoid height of the take-off point. */
  readonly groundEllipsoidMetres?: number;
  /** Lines that would keep the aircraft away for longer are left out. */
  readonly longestSeconds?: number;
  readonly batteryPercentPerSecond?: number;
  /** The camera's pitch over the survey. */
  readonly gimbalPitchDegrees?: number;
  /** Nose and camera point at it over the survey. */
  readonly lookAt?: Place & { readonly heightMetres: number };
}

/** DJI's property frames come every two seconds. */
const STEP_SECONDS = 2;
const CLIMB_METRES_PER_SECOND = 3;
const METRES_PER_DEGREE = 111_195;
/** A hovering receiver wanders by about this much. */
const WANDER_METRES = 0.15;
const BATTERY_PERCENT_PER_SECOND = 0.035;
const FULL_PERCENT = 98;
/** With less than this on landing nobody goes on. */
const RESERVE_PERCENT = 22;
const LONGEST_SECONDS = 1_500;

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Leg {
  readonly from: Spot;
  readonly to: Spot;
  readonly fromHeight: number;
  readonly toHeight: number;
  readonly seconds: number;
  readonly phase: FlightPhase;
  readonly lowBattery?: boolean;
}

/**
 * A lawn-mower survey of a polygon at 0.5 Hz: up, line by line, back, down. The same seed and options give the same
 * path to the last bit; the seed turns the lines and moves the receiver's small errors.
 * @param polygon its outer ring, closed or not.
 */
export function flightPath(seed: number, polygon: readonly Place[], options: FlightPathOptions): PathPoint[] {
  const random = randomOf(seed);
  const origin = options.home ?? polygon[0];
  if (!origin || polygon.length < 3) throw new RangeError('a flight path needs a polygon of at least three corners');
  const plane = planeAt(origin);
  const lines = surveyLines(polygon.map(plane.toSpot), random() * Math.PI, options.lineSpacingMetres ?? 40);
  return flown(lines.flat(), plane, random, options);
}

/** From place to place, with the same way up, back and down as a survey. */
export function routePath(
  seed: number,
  places: readonly Place[],
  options: FlightPathOptions & { readonly home: Place },
): PathPoint[] {
  const plane = planeAt(options.home);
  return flown(places.map(plane.toSpot), plane, randomOf(seed), options);
}

function flown(spots: readonly Spot[], plane: Plane, random: () => number, options: FlightPathOptions): PathPoint[] {
  return sampleLegs(legsOf(spots, options)).map((moment) => pointOf(moment, plane, random, options));
}

function legsOf(spots: readonly Spot[], options: FlightPathOptions): Leg[] {
  const height = options.heightMetres ?? 90;
  const speed = options.speedMetresPerSecond ?? 8;
  const home = { x: 0, y: 0 };
  const climbSeconds = height / CLIMB_METRES_PER_SECOND;
  const up = { from: home, to: home, fromHeight: 0, toHeight: height, seconds: climbSeconds, phase: 'climb' as const };
  const level = { fromHeight: height, toHeight: height };
  const legs: Leg[] = [up];
  const { seconds: longest, isBattery } = longestAway(options);
  let here: Spot = home;
  let left = longest - 2 * climbSeconds;
  let lowBattery = false;
  for (const spot of spots) {
    const seconds = distance(here, spot) / speed;
    lowBattery = isBattery && seconds + distance(spot, home) / speed > left;
    if (seconds + distance(spot, home) / speed > left) break;
    legs.push({ ...level, from: here, to: spot, seconds, phase: 'survey' });
    left -= seconds;
    here = spot;
  }
  legs.push({ ...level, from: here, to: home, seconds: distance(here, home) / speed, phase: 'return', lowBattery });
  return [...legs, { ...up, fromHeight: height, toHeight: 0, phase: 'descent', lowBattery }];
}

/** Until the pilot has to be back, and whether it is the battery that says so. */
function longestAway({ longestSeconds = LONGEST_SECONDS, batteryPercentPerSecond }: FlightPathOptions) {
  const lasts = (FULL_PERCENT - RESERVE_PERCENT) / (batteryPercentPerSecond ?? BATTERY_PERCENT_PER_SECOND);
  return { seconds: Math.min(longestSeconds, lasts), isBattery: lasts < longestSeconds };
}

/** Parallel lines across the polygon, flown to and fro. A concave polygon gives several pieces on one line. */
function surveyLines(corners: readonly Spot[], angle: number, spacing: number): [Spot, Spot][] {
  const turned = corners.map((corner) => turn(corner, -angle));
  const lowest = Math.min(...turned.map((corner) => corner.y));
  const highest = Math.max(...turned.map((corner) => corner.y));
  const lines: [Spot, Spot][] = [];
  let backwards = false;
  for (let y = lowest + spacing / 2; y < highest; y += spacing) {
    const crossings = crossingsAt(turned, y);
    const pieces: [Spot, Spot][] = [];
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      pieces.push([turn({ x: crossings[index] ?? 0, y }, angle), turn({ x: crossings[index + 1] ?? 0, y }, angle)]);
    }
    lines.push(...(backwards ? pieces.reverse().map(([from, to]): [Spot, Spot] => [to, from]) : pieces));
    backwards = !backwards;
  }
  return lines;
}

function crossingsAt(corners: readonly Spot[], y: number): number[] {
  return corners
    .flatMap((a, index) => {
      const b = corners[(index + 1) % corners.length] ?? a;
      return a.y > y === b.y > y ? [] : [a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)];
    })
    .sort((a, b) => a - b);
}

interface Moment {
  readonly leg: Leg;
  /** How much of the leg lies behind, 0…1. */
  readonly share: number;
  readonly seconds: number;
}

function sampleLegs(legs: readonly Leg[]): Moment[] {
  const total = legs.reduce((sum, leg) => sum + leg.seconds, 0);
  const moments: Moment[] = [];
  let index = 0;
  let legStart = 0;
  for (let seconds = 0; seconds <= total + STEP_SECONDS; seconds += STEP_SECONDS) {
    let leg = legs[index];
    while (leg && seconds > legStart + leg.seconds && index < legs.length - 1) {
      legStart += leg.seconds;
      index += 1;
      leg = legs[index];
    }
    if (leg)
      moments.push({ leg, share: leg.seconds > 0 ? Math.min(1, (seconds - legStart) / leg.seconds) : 1, seconds });
  }
  return moments;
}

function pointOf(moment: Moment, plane: Plane, random: () => number, options: FlightPathOptions): PathPoint {
  const { leg, share, seconds } = moment;
  const landed = leg.phase === 'descent' && share >= 1;
  const wander = () => (random() - 0.5) * 2 * WANDER_METRES;
  const spot = {
    x: leg.from.x + (leg.to.x - leg.from.x) * share + wander(),
    y: leg.from.y + (leg.to.y - leg.from.y) * share + wander(),
  };
  const height = leg.fromHeight + (leg.toHeight - leg.fromHeight) * share;
  const still = landed || leg.seconds === 0;
  const drain = options.batteryPercentPerSecond ?? BATTERY_PERCENT_PER_SECOND;
  const looks = leg.phase === 'survey' ? lookOf(spot, height, plane, options) : undefined;
  const gimbal = looks && { pitchDegrees: looks.pitchDegrees, yawDegrees: looks.yawDegrees ?? headingOf(leg) };
  return {
    ...plane.toPlace(spot),
    at: new Date(options.startAt.getTime() + seconds * 1000),
    phase: landed ? 'ground' : leg.phase,
    heightAboveTakeoffMetres: height,
    altitudeEllipsoidMetres: height + (options.groundEllipsoidMetres ?? 30),
    headingDegrees: looks?.yawDegrees ?? headingOf(leg),
    speedMetresPerSecond: still ? 0 : distance(leg.from, leg.to) / leg.seconds,
    verticalSpeedMetresPerSecond: still ? 0 : (leg.toHeight - leg.fromHeight) / leg.seconds,
    batteryPercent: Math.max(0, FULL_PERCENT - seconds * drain),
    homeDistanceMetres: Math.hypot(spot.x, spot.y),
    ...(gimbal && { gimbal }),
    ...(leg.lowBattery === true && { lowBattery: true }),
  };
}

/** Where the camera looks over the survey; without a yaw of its own it looks ahead. */
function lookOf(
  spot: Spot,
  height: number,
  plane: Plane,
  { lookAt, gimbalPitchDegrees }: FlightPathOptions,
): { readonly pitchDegrees: number; readonly yawDegrees?: number } | undefined {
  if (!lookAt) return gimbalPitchDegrees === undefined ? undefined : { pitchDegrees: gimbalPitchDegrees };
  const target = plane.toSpot(lookAt);
  const fall = Math.atan2(height - lookAt.heightMetres, distance(spot, target));
  return {
    pitchDegrees: Math.round((fall * -1_800) / Math.PI) / 10,
    yawDegrees: headingOf({ from: spot, to: target }),
  };
}

function headingOf({ from, to }: Pick<Leg, 'from' | 'to'>): number {
  const degrees = (Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI;
  return Math.round(((degrees + 360) % 360) * 10) / 10;
}

interface Plane {
  readonly toSpot: (place: Place) => Spot;
  readonly toPlace: (spot: Spot) => Place;
}

/** Metres east and north of `origin`; good to a few centimetres over the few kilometres of a flight. */
function planeAt(origin: Place): Plane {
  const perLon = METRES_PER_DEGREE * Math.cos((origin.lat * Math.PI) / 180);
  return {
    toSpot: ({ lon, lat }) => ({ x: (lon - origin.lon) * perLon, y: (lat - origin.lat) * METRES_PER_DEGREE }),
    toPlace: ({ x, y }) => ({ lon: origin.lon + x / perLon, lat: origin.lat + y / METRES_PER_DEGREE }),
  };
}

function turn({ x, y }: Spot, angle: number): Spot {
  return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
