/** Work that is done again and again, never twice at once, and has ended before the database pool is closed. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<void>,
    private readonly onFault: (error: unknown) => void,
  ) {}

  begin(): void {
    this.timer = setInterval(() => {
      this.running ??= this.work()
        .catch(this.onFault)
        .finally(() => (this.running = undefined));
    }, this.everyMs).unref();
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
