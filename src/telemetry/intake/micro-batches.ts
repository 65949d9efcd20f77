/** Writes items in batches as large as the last write was slow. */
export interface BatchLimits {
  readonly items: number;
  /** Waiting items above which no more are taken. */
  readonly waiting: number;
  readonly waitingBytes: number;
}

/** Items that will be written together. Who waits for one of them waits for all: one promise serves thousands. */
interface Batch<Item> {
  readonly items: Item[];
  bytes: number;
  readonly written: Promise<void>;
  readonly settle: (outcome: Promise<void>) => void;
}

/**
 * Adaptive micro-batches: while one batch is being written the next one gathers, and it leaves when the write returns;
 * no timer, so a lone message waits for nobody. The queue is bounded in items and bytes.
 */
export class MicroBatches<Item> {
  private readonly queue: Batch<Item>[] = [];
  private waiting = 0;
  private waitingBytes = 0;
  private writing = false;
  private idle: (() => void)[] = [];

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<void>,
    private readonly limits: BatchLimits,
  ) {}

  get depth(): number {
    return this.waiting;
  }

  /** Whether another item of so many bytes is taken. */
  hasRoom(bytes: number): boolean {
    return this.waiting < this.limits.waiting && this.waitingBytes + bytes <= this.limits.waitingBytes;
  }

  /** Resolves when the batch with the item has been written. @throws when there is no room, without taking the item */
  add(item: Item, bytes: number): Promise<void> {
    if (!this.hasRoom(bytes)) throw new Error(`${this.waiting} messages are waiting`);
    const batch = this.gathering();
    batch.items.push(item);
    batch.bytes += bytes;
    this.waiting += 1;
    this.waitingBytes += bytes;
    if (!this.writing) {
      this.writing = true;
      // One turn later, so that everything that came in the same chunk of a socket is in the first batch.
      setImmediate(() => void this.run());
    }
    return batch.written;
  }

  /** Resolves when nothing is waiting or being written. */
  async drained(): Promise<void> {
    if (!this.writing) return;
    await new Promise<void>((done) => this.idle.push(done));
  }

  private gathering(): Batch<Item> {
    const last = this.queue.at(-1);
    if (last && last.items.length < this.limits.items) return last;
    let settle: Batch<Item>['settle'] = () => undefined;
    const written = new Promise<void>((done) => (settle = done));
    const batch = { items: [], bytes: 0, written, settle };
    this.queue.push(batch);
    return batch;
  }

  private async run(): Promise<void> {
    for (let batch = this.queue.shift(); batch; batch = this.queue.shift()) {
      this.waiting -= batch.items.length;
      this.waitingBytes -= batch.bytes;
      batch.settle(this.write(batch.items));
      await batch.written.catch(() => undefined);
    }
    this.writing = false;
    for (const done of this.idle.splice(0)) done();
  }
}
