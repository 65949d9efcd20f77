const GROWTH = 1.08;
const BUCKETS = 160;

/** How long acknowledgements took, to within 8 %, in memory that does not grow. */
export class AckTimes {
  private readonly buckets = new Uint32Array(BUCKETS);
  private total = 0;

  add(milliseconds: number): void {
    const bucket = Math.ceil(Math.log(Math.max(1, milliseconds)) / Math.log(GROWTH));
    const index = Math.min(BUCKETS - 1, bucket);
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    this.total += 1;
  }

  /** Milliseconds that this share of them did not exceed; undefined of none. */
  quantile(share: number): number | undefined {
    let left = Math.ceil(this.total * share);
    for (const [index, count] of this.buckets.entries()) {
      left -= count;
      if (count > 0 && left <= 0) return Math.round(GROWTH ** index);
    }
    return undefined;
  }

  reset(): void {
    this.buckets.fill(0);
    this.total = 0;
  }
}
