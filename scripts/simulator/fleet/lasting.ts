interface Kept<Value> {
  readonly made: Promise<Value>;
  until: number;
}

/** What is made once for each key: one that failed is not kept, one that has ended is made anew. */
export class Lasting<Value> {
  private readonly kept = new Map<string, Kept<Value>>();

  /** @param endOf when a value ends, in milliseconds; by default never */
  constructor(private readonly endOf: (value: Value) => number = () => Infinity) {}

  of(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.kept.get(key);
    if (known && known.until > Date.now()) return known.made;
    const fresh: Kept<Value> = { made: make(), until: Infinity };
    this.kept.set(key, fresh);
    fresh.made.then(
      (value) => (fresh.until = this.endOf(value)),
      () => this.kept.delete(key),
    );
    return fresh.made;
  }
}
