import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceBook } from './device-book.js';
import type { RawLine } from './raw-line.js';

const TICK_MS = 10;
/** What could not be sent for this long is left out, as a device drops frames nobody takes. */
const MOST_BEHIND_SECONDS = 1;

/** Sends at a steady rate over all lines that have room. */
export class RawFleet {
  acknowledged = 0;
  leftOut = 0;
  private readonly acknowledgedInSecond: number[] = [];
  private sending = false;
  private turn = 0;

  constructor(private readonly rate: number) {}

  private lines: readonly RawLine[] = [];

  readonly onAcknowledged = (): void => {
    this.acknowledged += 1;
    if (!this.sending) return;
    const second = Math.floor((performance.now() - this.begunAt) / 1_000);
    this.acknowledgedInSecond[second] = (this.acknowledgedInSecond[second] ?? 0) + 1;
  };
  private begunAt = 0;

  connect(lines: readonly RawLine[]): void {
    this.lines = lines;
    for (const line of lines) line.connect();
  }

  get books(): readonly DeviceBook[] {
    return this.lines.flatMap(({ books }) => books);
  }

  get waiting(): number {
    return this.sum(({ waiting }) => waiting);
  }

  get sent(): number {
    return this.books.reduce((sum, { sent }) => sum + sent, 0);
  }

  get resent(): number {
    return this.sum(({ resent }) => resent);
  }

  get connectionsLost(): number {
    return this.sum(({ connectionsLost }) => connectionsLost);
  }

  get refusals(): number {
    return this.sum(({ refusals }) => refusals);
  }

  /** Acknowledgements in the median second: disturbed seconds weigh no more than others. */
  get medianSecond(): number {
    const sorted = Array.from(this.acknowledgedInSecond, (count) => count ?? 0).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  /** Sends until `ended` resolves. */
  async send(ended: Promise<void>): Promise<void> {
    this.begunAt = performance.now();
    this.sending = true;
    void ended.then(() => (this.sending = false));
    let due = 0;
    let before = this.begunAt;
    while (this.sending) {
      const now = performance.now();
      due += ((now - before) / 1_000) * this.rate;
      before = now;
      due -= this.sendUpTo(Math.floor(due));
      const most = this.rate * MOST_BEHIND_SECONDS;
      if (due > most) {
        this.leftOut += Math.floor(due - most);
        due = most;
      }
      await pause(TICK_MS);
    }
  }

  end(): void {
    for (const line of this.lines) line.end();
  }

  private sendUpTo(count: number): number {
    let sent = 0;
    let withoutRoom = 0;
    const now = Date.now();
    while (sent < count && withoutRoom < this.lines.length) {
      const line = this.lines[this.turn++ % this.lines.length];
      if (line?.hasRoom) {
        line.publish(now);
        sent += 1;
        withoutRoom = 0;
      } else withoutRoom += 1;
    }
    return sent;
  }

  private sum(read: (line: RawLine) => number): number {
    return this.lines.reduce((sum, line) => sum + read(line), 0);
  }
}
