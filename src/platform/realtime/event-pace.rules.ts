const WINDOW_MS = 1_000;

/** Counts the events of one socket in windows of a second. */
export class EventPace {
  private beganAt = -Infinity;
  private count = 0;

  constructor(private readonly mostPerSecond: number) {}

  /** Counts one event. `first` is the one by which a window's limit was passed, `beyond` each further one. */
  take(now: Date): 'within' | 'first' | 'beyond' {
    if (now.getTime() - this.beganAt >= WINDOW_MS) {
      this.beganAt = now.getTime();
      this.count = 0;
    }
    this.count += 1;
    if (this.count <= this.mostPerSecond) return 'within';
    return this.count === this.mostPerSecond + 1 ? 'first' : 'beyond';
  }
}
