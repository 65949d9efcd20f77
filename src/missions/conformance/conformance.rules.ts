import {
  type AirLimits,
  type AirSample,
  type AlertKind,
  type Deviation,
  type FlyingState,
  OF_TAKE_OFF,
  STRAYING,
} from './conformance.types.js';
import { judge } from './deviation.rules.js';

/** An aircraft in the air that says nothing for this long has lost its link. */
export const LOST_LINK_MS = 15_000;
/** Astray for this long without coming back: it will not, and has to come down. */
export const NOT_RECOVERED_MS = 60_000;
/** Within the plan for this long it has come back, though what was wrong is not over yet. */
const RECOVERED_MS = 5_000;
/** What is wrong has ended when it stayed right for this long: at the edge of a volume it comes and goes every few frames. */
const SETTLED_MS = 15_000;
/** Without a height for this long the band is not watched; without a place, nothing is. */
const MEASURE_MISSING_MS = 15_000;

/** Something wrong that goes on. */
export interface OpenAlert extends Deviation {
  readonly beganAt: Date;
  /** Since when it is right again; null while it is wrong. */
  readonly rightSince: Date | null;
  /** How often it was right and then wrong again, and the first time. */
  readonly crossings: number;
}

/** What the detector remembers of a flight in the air. All times by our clock. */
export interface WatchState {
  readonly state: FlyingState;
  /** Since when it is astray without having come back. */
  readonly astraySince: Date | null;
  readonly heardAt: Date;
  readonly heightAt: Date;
  readonly positionAt: Date;
  readonly open: readonly OpenAlert[];
}

export interface Outcome {
  readonly next: WatchState;
  readonly began: readonly OpenAlert[];
  /** Those that went on and are worse than before, or wrong again. */
  readonly worsened: readonly OpenAlert[];
  readonly ended: readonly { readonly alert: OpenAlert; readonly at: Date }[];
}

/** One moment of a flight: its newest sample, or silence up to now. */
export type Moment = { readonly sample: AirSample } | { readonly silentAt: Date };

/** The whole detector: the same state, moment and limits give the same outcome. */
export function detect(known: WatchState, moment: Moment, limits: AirLimits): Outcome {
  return 'sample' in moment ? afterSample(known, moment.sample, limits) : afterSilence(known, moment.silentAt);
}

function afterSample(known: WatchState, sample: AirSample, limits: AirLimits): Outcome {
  const now = sample.receivedAt;
  const heightAt = sample.heightAboveTakeoffMetres === null ? known.heightAt : now;
  const positionAt = sample.position === null ? known.positionAt : now;
  const heard = { ...known, heardAt: now, heightAt, positionAt };
  const { deviations, unjudged } = judge(sample, limits);
  const wrong = [...deviations, ...missing(heard, limits)];
  const began = wrong
    .filter((found) => !known.open.some((alert) => isSame(alert, found)))
    .map((found) => begin(found, now));
  const followed = known.open.map((alert) => follow(alert, wrong, { unjudged, now }));
  const ended = followed.flatMap((alert) => (hasSettled(alert, now) ? [{ alert, at: alert.rightSince ?? now }] : []));
  const going = followed.filter((alert) => !hasSettled(alert, now));
  const worsened = going.filter((alert) =>
    known.open.some((before) => isSame(before, alert) && toldOf(before) !== toldOf(alert)),
  );
  return { next: standing(heard, [...going, ...began], now), began, worsened, ended };
}

function afterSilence(known: WatchState, now: Date): Outcome {
  const isLost = now.getTime() - known.heardAt.getTime() >= LOST_LINK_MS;
  const isOpen = known.open.some(({ kind }) => kind === 'lost_link');
  const began = isLost && !isOpen ? [begin(LOST_LINK, known.heardAt)] : [];
  return { next: standing(known, [...known.open, ...began], now), began, worsened: [], ended: [] };
}

/** The state that follows from what is open. A flight that will not come back stays so until it lands. */
function standing(known: WatchState, open: readonly OpenAlert[], now: Date): WatchState {
  const astray = open.filter(({ kind }) => STRAYING.has(kind));
  const isAway = astray.some(({ rightSince }) => rightSince === null);
  const isBack = astray.every(({ rightSince }) => rightSince && now.getTime() - rightSince.getTime() >= RECOVERED_MS);
  const astraySince = isBack ? null : (known.astraySince ?? now);
  const isLongAway = isAway && astraySince !== null && now.getTime() - astraySince.getTime() >= NOT_RECOVERED_MS;
  const state =
    known.state === 'contingent' || isLongAway ? 'contingent' : astray.length > 0 ? 'nonconforming' : 'airborne';
  return { ...known, state, astraySince, open };
}

function follow(
  alert: OpenAlert,
  wrong: readonly Deviation[],
  { unjudged, now }: { readonly unjudged: ReadonlySet<AlertKind>; readonly now: Date },
): OpenAlert {
  const found = wrong.find((each) => isSame(each, alert));
  if (found) {
    const crossings = alert.rightSince === null ? alert.crossings : alert.crossings + 1;
    return { ...alert, ...(isWorse(found, alert) && found), rightSince: null, crossings };
  }
  return unjudged.has(alert.kind) ? alert : { ...alert, rightSince: alert.rightSince ?? now };
}

/** What is missing of an aircraft that is heard of. Without a place its height is not asked for as well. */
function missing({ heardAt, heightAt, positionAt }: WatchState, { plan }: AirLimits): Deviation[] {
  const isLong = (since: Date): boolean => heardAt.getTime() - since.getTime() >= MEASURE_MISSING_MS;
  if (isLong(positionAt)) return [POSITION_UNKNOWN];
  return plan !== null && isLong(heightAt) ? [HEIGHT_UNKNOWN] : [];
}

/** What is written of an alert that goes on. */
function toldOf({ metres, crossings }: OpenAlert): string {
  return `${metres} ${crossings}`;
}

/** A link is there again with the first frame, and so is the watch; how a flight took off cannot be mended. */
function hasSettled({ kind, rightSince }: OpenAlert, now: Date): boolean {
  if (rightSince === null || OF_TAKE_OFF.has(kind)) return false;
  return AT_ONCE.has(kind) || now.getTime() - rightSince.getTime() >= SETTLED_MS;
}

function isWorse(found: Deviation, { kind, metres }: Deviation): boolean {
  if (found.metres === null || metres === null) return false;
  return kind === 'near_flight' ? found.metres < metres : found.metres > metres;
}

function isSame(a: Deviation, b: Deviation): boolean {
  return a.kind === b.kind && a.subjectId === b.subjectId;
}

function begin(found: Deviation, beganAt: Date): OpenAlert {
  return { ...found, beganAt, rightSince: null, crossings: 1 };
}

const AT_ONCE: ReadonlySet<AlertKind> = new Set<AlertKind>(['lost_link', 'unwatched']);

const BARE = { subjectId: null, metres: null, directionDegrees: null, about: null } as const;
const LOST_LINK: Deviation = { kind: 'lost_link', ...BARE };
const HEIGHT_UNKNOWN: Deviation = { kind: 'height_unknown', ...BARE };
const POSITION_UNKNOWN: Deviation = { kind: 'position_unknown', ...BARE };
