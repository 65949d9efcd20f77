const MOST = 20;

/** Why something was refused, and how often: the first kinds of reasons, in memory that does not grow. */
export class Reasons implements Iterable<readonly [reason: string, times: number]> {
  private readonly counts = new Map<string, number>();

  add(reason: string): void {
    const times = this.counts.get(reason) ?? 0;
    if (times > 0 || this.counts.size < MOST) this.counts.set(reason, times + 1);
  }

  [Symbol.iterator](): Iterator<readonly [reason: string, times: number]> {
    return this.counts.entries();
  }
}
