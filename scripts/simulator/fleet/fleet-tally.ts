import { AckTimes } from './ack-times.js';
import { Reasons } from './reasons.js';

/** What happened since the beginning. */
export interface FleetCount {
  readonly sent: number;
  /** Of what was sent: what a device says of itself, each kept as one row; not what a gateway asks and pairs with. */
  readonly frames: number;
  readonly acknowledged: number;
  /** Of messages by the line, of answers other than "done", of requests by HTTP. */
  readonly refused: number;
  /** Frames that were not sent because their line had too many waiting. */
  readonly leftOut: number;
  readonly connectionsLost: number;
  readonly airborne: number;
}

/** Ends of the topics of frames. */
const FRAMES = ['/osd', '/state', '/events', '/telemetry'] as const;

/** Counts, in memory that does not grow. */
export class FleetTally {
  /** Since it was asked last. */
  readonly recent = new AckTimes();
  readonly overall = new AckTimes();
  /** What was refused, and how often. */
  readonly reasons = new Reasons();
  counting = true;
  private readonly count = { sent: 0, frames: 0, acknowledged: 0, refused: 0, leftOut: 0, connectionsLost: 0 };

  get counted(): Omit<FleetCount, 'airborne'> {
    return { ...this.count };
  }

  sent(topic: string): void {
    this.count.sent += 1;
    if (FRAMES.some((end) => topic.endsWith(end))) this.count.frames += 1;
  }

  acknowledged(milliseconds: number): void {
    this.count.acknowledged += 1;
    this.recent.add(milliseconds);
    this.overall.add(milliseconds);
  }

  leftOut(messages: number): void {
    this.count.leftOut += messages;
  }

  lost(): void {
    if (this.counting) this.count.connectionsLost += 1;
  }

  refused(what: string, why: string): void {
    this.count.refused += 1;
    this.reasons.add(`${what.replace(/[0-9A-Z]{10,}/g, '…')}: ${why}`);
  }
}
