export interface RoundsOptions {
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  /** Told of a round that failed; the next one comes all the same. */
  readonly onFault: (error: unknown) => void;
}

/** Does something again and again, never two at once, and keeps no process alive for it. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly options: RoundsOptions) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.round();
    }, this.options.everyMs).unref();
  }

  /** No round is running once this has resolved, and none comes any more. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async round(): Promise<void> {
    try {
      await this.options.work();
    } catch (error) {
      this.options.onFault(error);
    } finally {
      this.running = undefined;
    }
  }
}
