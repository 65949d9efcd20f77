import { distanceMetres } from '../../../geo/index.js';
import { numberOf, type Wayline, type WaylinePath, type Waypoint } from '../wayline.types.js';

/** About what these aircraft give on a wayline: with it the durations of real files come out within a tenth. */
const ACCELERATION = 2;
/** What may lie between our figure and the file's before it is worth a word. */
const LENGTH_TOLERANCE = 0.05;
const DURATION_TOLERANCE = 0.3;
const STOPS = ['toPointAndStopWithDiscontinuityCurvature', 'toPointAndStopWithContinuityCurvature'];

export interface WaylineMeasure {
  /** From the first waypoint to the last of each path, in space; the ways from take-off, between paths and home are not in it. */
  readonly lengthMetres: number;
  /** Estimate of flying alone: speeds, and an acceleration of 2 m/s² where it stops. */
  readonly movingSeconds: number;
  /** What the file says to wait at waypoints. */
  readonly hoverSeconds: number;
  /** As the file says; empty where one of its paths says nothing. */
  readonly statedMetres: number | null;
  readonly statedSeconds: number | null;
}

export interface WaylineSpeeds {
  readonly slowest: number;
  readonly fastest: number;
  /** On the way to the first waypoint and between paths; empty where the file does not say. */
  readonly transit: number | null;
}

/** The speeds that a wayline commands, in metres per second; undefined where it has no waypoints. */
export function speedsOf({ mission, paths }: Wayline): WaylineSpeeds | undefined {
  const speeds = paths.flatMap(({ waypoints }) => waypoints.map(({ speedMetresPerSecond }) => speedMetresPerSecond));
  if (speeds.length === 0) return undefined;
  return { slowest: Math.min(...speeds), fastest: Math.max(...speeds), transit: mission.transitSpeedMetresPerSecond };
}

export function measureWayline({ paths }: Wayline): WaylineMeasure {
  const sum = (figure: (path: WaylinePath) => number): number => paths.reduce((total, path) => total + figure(path), 0);
  const stated = (figure: (path: WaylinePath) => number | null): number | null =>
    paths.every((path) => figure(path) !== null) ? sum((path) => figure(path) ?? 0) : null;
  return {
    lengthMetres: sum((path) => legsOf(path).reduce((total, leg) => total + leg.metres, 0)),
    movingSeconds: sum(movingSeconds),
    hoverSeconds: sum(hoverSeconds),
    statedMetres: stated((path) => path.statedMetres),
    statedSeconds: stated((path) => path.statedSeconds),
  };
}

/** Whether what the file says of itself is far from what its waypoints come to. */
export function statedWrongly({ lengthMetres, movingSeconds, statedMetres, statedSeconds }: WaylineMeasure) {
  const differs = (stated: number | null, found: number, tolerance: number): boolean =>
    stated !== null && Math.abs(stated - found) > tolerance * Math.max(stated, found);
  return {
    length: differs(statedMetres, lengthMetres, LENGTH_TOLERANCE),
    duration: differs(statedSeconds, movingSeconds, DURATION_TOLERANCE),
  };
}

/** From one waypoint to the next. */
export interface Leg {
  /** Number of the waypoint it begins at. */
  readonly point: number;
  readonly from: Waypoint;
  readonly to: Waypoint;
  readonly metres: number;
}

export function legsOf({ waypoints }: WaylinePath): Leg[] {
  return waypoints.slice(1).map((to, point) => {
    const from = waypoints[point] ?? to;
    const metres = Math.hypot(distanceMetres(from.position, to.position), to.heightMetres - from.heightMetres);
    return { point, from, to, metres };
  });
}

/** Legs between two stops are flown as one: speeding up at the beginning, slowing down at the end. */
function movingSeconds(path: WaylinePath): number {
  const legs = legsOf(path);
  return legs.reduce((total, { point, from, to, metres }) => {
    const ends = Number(point === 0 || stopsAt(from)) + Number(point === legs.length - 1 || stopsAt(to));
    return total + legSeconds(metres, from.speedMetresPerSecond, ends);
  }, 0);
}

/** `ends`: at how many of its two ends the aircraft stands still. */
function legSeconds(metres: number, speed: number, ends: number): number {
  const changing = (ends * speed ** 2) / (2 * ACCELERATION);
  if (metres >= changing) return metres / speed + (ends * speed) / (2 * ACCELERATION);
  return ends === 2 ? 2 * Math.sqrt(metres / ACCELERATION) : Math.sqrt((2 * metres) / ACCELERATION);
}

/** A waypoint where something is done is stopped at, whatever its turn. */
function stopsAt({ turn, groups }: Waypoint): boolean {
  return STOPS.includes(turn?.mode ?? '') || groups.some(({ trigger }) => trigger.type === 'reachPoint');
}

function hoverSeconds({ waypoints }: WaylinePath): number {
  const actions = waypoints.flatMap(({ groups }) => groups.flatMap((group) => group.actions));
  return actions
    .filter(({ code }) => code === 'hover')
    .reduce((total, { parameters }) => total + Math.max(0, numberOf(parameters, 'hoverTime') ?? 0), 0);
}
