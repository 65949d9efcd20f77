import type { Environment, FixQuality, GimbalAngles, Position, TelemetrySample } from '../sample.js';

/** Where a device was last, with everything the same frame said about it. */
export interface LatestPosition {
  readonly at: Date;
  readonly receivedAt: Date;
  readonly position: Position;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  readonly headingDegrees: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly verticalSpeedMetresPerSecond: number | null;
  readonly gimbal: GimbalAngles | null;
  readonly fix: FixQuality;
}

/**
 * What is known of a device now. Frames are partial and may come late or twice, so each part carries its own time and
 * only ever moves forward. A frame is never newer than its receipt: after a clock that ran ahead is put right, nothing
 * would move until the true time has caught up.
 */
export interface LatestState {
  readonly heardAt: Date;
  readonly receivedAt: Date;
  readonly position: LatestPosition | null;
  readonly battery: { readonly at: Date; readonly percent: number } | null;
  readonly mode: { readonly at: Date; readonly word: string } | null;
  readonly status: { readonly at: Date; readonly word: string } | null;
  readonly environment: (Environment & { readonly at: Date }) | null;
}

/** The state after one more frame; the same frame twice, or any order of frames, ends in the same state. */
export function mergeLatest(state: LatestState | null, sample: TelemetrySample): LatestState {
  const said = stateOf(sample);
  return state ? mergeStates(state, said) : said;
}

/** Two states of one device as one: of each part the newer. */
export function mergeStates(known: LatestState, news: LatestState): LatestState {
  return {
    heardAt: news.heardAt > known.heardAt ? news.heardAt : known.heardAt,
    receivedAt: news.receivedAt > known.receivedAt ? news.receivedAt : known.receivedAt,
    position: newer(known.position, news.position, orderOf),
    battery: newer(known.battery, news.battery),
    mode: newer(known.mode, news.mode),
    status: newer(known.status, news.status),
    environment: newer(known.environment, news.environment),
  };
}

function stateOf(sample: TelemetrySample): LatestState {
  const { receivedAt, batteryPercent, mode, status, environment } = sample;
  const at = orderOf(sample);
  return {
    heardAt: sample.at,
    receivedAt,
    position: positionOf(sample),
    battery: batteryPercent === null ? null : { at, percent: batteryPercent },
    mode: mode === null ? null : { at, word: mode },
    status: status === null ? null : { at, word: status },
    environment: environment && { ...environment, at },
  };
}

/** A position without news for this long is shown as stale; frames come every two seconds. */
const STALE_AFTER_MS = 30_000;
/** A frame whose device time lies farther back than this was kept and sent later: it says nothing about now. */
const LATE_AFTER_MS = 5 * 60_000;

/** Whether the position no longer says where the device is. */
export function isStale({ at, receivedAt }: Pick<LatestPosition, 'at' | 'receivedAt'>, now: Date): boolean {
  return isStaleAt(at.getTime(), receivedAt.getTime(), now.getTime());
}

/** The same of times in milliseconds. */
export function isStaleAt(at: number, receivedAt: number, now: number): boolean {
  return now - receivedAt > STALE_AFTER_MS || receivedAt - at > LATE_AFTER_MS;
}

function positionOf(sample: TelemetrySample): LatestPosition | null {
  if (sample.position === null) return null;
  return {
    at: sample.at,
    receivedAt: sample.receivedAt,
    position: sample.position,
    altitudeEllipsoidMetres: sample.altitudeEllipsoidMetres,
    heightAboveTakeoffMetres: sample.heightAboveTakeoffMetres,
    altitudeAmslMetres: sample.altitudeAmslMetres,
    headingDegrees: sample.headingDegrees,
    speedMetresPerSecond: sample.speedMetresPerSecond,
    verticalSpeedMetresPerSecond: sample.verticalSpeedMetresPerSecond,
    gimbal: sample.gimbal,
    fix: sample.fix,
  };
}

/** When the frame was true at the latest. The position keeps the device's own time beside it. */
export function orderOf({ at, receivedAt }: Pick<LatestPosition, 'at' | 'receivedAt'>): Date {
  return at < receivedAt ? at : receivedAt;
}

/** At the same instant the first word stays: a second frame of that instant is no newer. */
function newer<T extends { readonly at: Date }>(
  known: T | null,
  next: T | null,
  order: (part: T) => Date = ({ at }) => at,
): T | null {
  if (next === null) return known;
  return known === null || order(next) > order(known) ? next : known;
}
