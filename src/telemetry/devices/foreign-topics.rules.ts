/** Decision: a few strays are acknowledged and kept; a flood of them is an attack or a broken device. */
const MOST_IN_A_MINUTE = 20;
const MINUTE_MS = 60_000;
const LOCKED_OUT_MS = 60_000;

interface Tally {
  readonly since: number;
  readonly count: number;
  readonly lockedUntil: number;
}

/** Counts publishes on foreign topics per device. Time is given, nothing is asked. */
export class ForeignTopics {
  private readonly tallies = new Map<string, Tally>();

  /** One more. @returns whether the device is over the limit now, and locked out from here on */
  count(deviceId: string, now: Date): boolean {
    const at = now.getTime();
    const known = this.tallies.get(deviceId);
    const lockedUntil = known?.lockedUntil ?? 0;
    const current = known && at - known.since < MINUTE_MS ? known : { since: at, count: 0, lockedUntil };
    const count = current.count + 1;
    const over = count > MOST_IN_A_MINUTE;
    this.tallies.set(deviceId, { ...current, count, lockedUntil: over ? at + LOCKED_OUT_MS : current.lockedUntil });
    return over;
  }

  isLockedOut(deviceId: string, now: Date): boolean {
    return (this.tallies.get(deviceId)?.lockedUntil ?? 0) > now.getTime();
  }
}
