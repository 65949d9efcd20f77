/** What keeps a device online, or what took it off. */
export const PRESENCE_REASONS = ['line', 'frames', 'line_closed', 'silence', 'unpaired', 'not_connected'] as const;
export type PresenceReason = (typeof PRESENCE_REASONS)[number];

/** Frames come each 2 s; without one for so long, and without a line, a device is gone. */
export const SILENCE_MS = 60_000;
/** A line that is opened again within this was never gone. */
const HOLD_MS = 20_000;
/** Changes this soon after another are flapping; each doubles how long the next has to last before it is told. */
const FLAPPING_MS = 600_000;
const MOST_DOUBLINGS = 4;

/** Everything that is known of whether a device is there. All times by our clock. */
export interface PresenceEvidence {
  /** A living instance of the service has a line of it; never behind an external broker. */
  readonly hasLine: boolean;
  readonly lineClosedAt: Date | null;
  readonly heardAt: Date | null;
  /** What its controller repeats of an aircraft that it has lost. */
  readonly isNotConnected: boolean;
  /** Its gateway said that it is not behind it any more; null while it is behind one, or never was. */
  readonly unpairedAt: Date | null;
}

export interface Presence {
  readonly online: boolean;
  readonly reason: PresenceReason;
  /** Offline: when it was last there. */
  readonly at: Date;
}

/** What is written of a device. */
export interface KnownPresence {
  readonly online: boolean;
  readonly changedAt: Date;
  readonly flaps: number;
}

/** Whether the device is there, as far as it can be said at this moment; undefined where nothing was ever heard of it. */
export function presenceOf(evidence: PresenceEvidence, now: Date): Presence | undefined {
  const { hasLine, lineClosedAt, heardAt, isNotConnected, unpairedAt } = evidence;
  if (hasLine) return { online: true, reason: 'line', at: now };
  const last = heardAt ?? lineClosedAt;
  if (last === null) return undefined;
  if (lineClosedAt && lineClosedAt >= last) return { online: false, reason: 'line_closed', at: lineClosedAt };
  if (isNotConnected) return { online: false, reason: 'not_connected', at: last };
  if (unpairedAt && unpairedAt >= last) return { online: false, reason: 'unpaired', at: unpairedAt };
  if (now.getTime() - last.getTime() > SILENCE_MS) return { online: false, reason: 'silence', at: last };
  return { online: true, reason: 'frames', at: last };
}

/** How long another state has to last before it is told: coming back is told at once, until it flaps. */
export function holdMs(known: KnownPresence | null): number {
  if (known === null || (!known.online && known.flaps === 0)) return 0;
  return HOLD_MS * 2 ** Math.min(known.flaps, MOST_DOUBLINGS);
}

/** Flaps after one more change at `now`. */
export function flapsAfter(known: KnownPresence | null, now: Date): number {
  return known && now.getTime() - known.changedAt.getTime() < FLAPPING_MS ? known.flaps + 1 : 0;
}
