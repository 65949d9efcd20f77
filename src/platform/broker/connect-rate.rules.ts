const MOST_KNOWN = 20_000;

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
    if (this.buckets.size >= MOST_KNOWN) this.forgetLongestAway();
    this.buckets.set(key, { left: left - 1, at: now });
    return false;
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

  /** The first in the map: each that comes is put behind the others. */
  private forgetLongestAway(): void {
    const [longestAway] = this.buckets.keys();
    if (longestAway !== undefined) this.buckets.delete(longestAway);
  }
}
