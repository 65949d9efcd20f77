const SWEEP_AT = 10_000;

/** Counts events per key in a sliding minute, in this process. */
export class RateLimit {
  private readonly hits = new Map<string, number[]>();

  constructor(
    private readonly limit: number,
    private readonly windowMs = 60_000,
  ) {}

  /** True while `key` has used up its allowance. */
  exceeded(key: string, now: Date): boolean {
    return this.recent(key, now).length >= this.limit;
  }

  count(key: string, now: Date): void {
    if (this.hits.size >= SWEEP_AT) this.sweep(now);
    this.hits.set(key, [...this.recent(key, now), now.getTime()]);
  }

  /** Takes one counted event back. */
  giveBack(key: string, countedAt: Date): void {
    const hits = this.hits.get(key) ?? [];
    const index = hits.indexOf(countedAt.getTime());
    if (index >= 0) this.hits.set(key, hits.toSpliced(index, 1));
  }

  reset(key: string): void {
    this.hits.delete(key);
  }

  private recent(key: string, now: Date): number[] {
    return (this.hits.get(key) ?? []).filter((at) => at > now.getTime() - this.windowMs);
  }

  private sweep(now: Date): void {
    for (const key of this.hits.keys()) if (this.recent(key, now).length === 0) this.hits.delete(key);
  }
}
