const MOST_KNOWN = 20_000;
/** Of those who were away longest, with each that comes. */
const LOOKED_AT = 2;

export interface RateLimit {
  /** So many at once. */
  readonly burst: number;
  /** So many each second for long. */
  readonly perSecond: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** How often somebody may come. Time is given in milliseconds, nothing is asked. */
export class ConnectRate {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly limit: RateLimit) {}

  /** One more. @returns whether it is one too many; those are not counted, so whoever slows down is let in again */
  isTooMany(key: string, now: number): boolean {
    const left = this.leftOf(key, now);
    if (left < 1) return true;
    this.buckets.delete(key);
    this.forgetFull(now);
    if (this.buckets.size >= MOST_KNOWN) this.forgetLongestAway();
    this.buckets.set(key, { left: left - 1, at: now });
    return false;
  }

  /** How many are kept. */
  get size(): number {
    return this.buckets.size;
  }

  /** What it did does not count any more. */
  forget(key: string): void {
    this.buckets.delete(key);
  }

  private leftOf(key: string, now: number): number {
    const { burst, perSecond } = this.limit;
    const known = this.buckets.get(key);
    return known ? Math.min(burst, known.left + ((now - known.at) / 1_000) * perSecond) : burst;
  }

  /** Who may come as often as anybody need not be known. More are forgotten than come, so that they do not gather. */
  private forgetFull(now: number): void {
    let looked = 0;
    for (const key of this.buckets.keys()) {
      if (looked === LOOKED_AT || this.leftOf(key, now) < this.limit.burst) return;
      this.buckets.delete(key);
      looked += 1;
    }
  }

  /** The first in the map: each that comes is put behind the others. */
  private forgetLongestAway(): void {
    const [longestAway] = this.buckets.keys();
    if (longestAway !== undefined) this.buckets.delete(longestAway);
  }
}
