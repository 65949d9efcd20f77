/** Writes items in batches as large as the last write was slow. */
export interface BatchLimits {
  readonly items: number;
  /** Waiting items above which no more are taken. */
  readonly waiting: number;
  readonly waitingBytes: number;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly bytes: number;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

/**
 * Adaptive micro-batches: while one batch is being written the next one gathers, and it leaves when the write returns;
 * no timer, so a lone message waits for nobody. The queue is bounded in items and bytes.
 */
export class MicroBatches<Item> {
  private queue: Waiting<Item>[] = [];
  private queuedBytes = 0;
  private writing = false;
  private idle: (() => void)[] = [];

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<void>,
    private readonly limits: BatchLimits,
  ) {}

  get depth(): number {
    return this.queue.length;
  }

  /** Resolves when the batch with the item has been written. @throws QueueFullError at once, without taking the item */
  async add(item: Item, bytes: number): Promise<void> {
    if (this.queue.length >= this.limits.waiting || this.queuedBytes + bytes > this.limits.waitingBytes) {
      throw new QueueFullError(`${this.queue.length} messages are waiting`);
    }
    await new Promise<void>((done, fail) => {
      this.queue.push({ item, bytes, done, fail });
      this.queuedBytes += bytes;
      if (!this.writing) {
        this.writing = true;
        // One turn later, so that everything that came in the same chunk of a socket is in the first batch.
        setImmediate(() => void this.run());
      }
    });
  }

  /** Resolves when nothing is waiting or being written. */
  async drained(): Promise<void> {
    if (!this.writing) return;
    await new Promise<void>((done) => this.idle.push(done));
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, this.limits.items);
      for (const { bytes } of batch) this.queuedBytes -= bytes;
      try {
        await this.write(batch.map(({ item }) => item));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    this.writing = false;
    for (const done of this.idle.splice(0)) done();
  }
}
