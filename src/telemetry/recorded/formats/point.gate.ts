import { TelemetryErrors } from '../../telemetry.errors.js';
import type { Position } from '../../sample.js';
import type { RecordedPoint } from '../recorded.types.js';

/** Drones that wrote such files did not fly before. */
const EARLIEST = Date.UTC(2006, 0, 1);
/** Writers of several threads are a little out of order; more is another clock. */
const JITTER_MS = 1_000;
const MOST_RECORDED_POINTS = 1_000_000;

/** What a moment says beside its place and time. */
export type PointValues = Partial<
  Pick<
    RecordedPoint,
    | 'altitudeEllipsoidMetres'
    | 'heightAboveTakeoffMetres'
    | 'altitudeUnstatedMetres'
    | 'speedMetresPerSecond'
    | 'gimbal'
    | 'fix'
    | 'extra'
  >
>;

const NO_VALUES = {
  altitudeEllipsoidMetres: null,
  heightAboveTakeoffMetres: null,
  altitudeUnstatedMetres: null,
  speedMetresPerSecond: null,
  gimbal: null,
  fix: 'unknown',
  extra: null,
} as const;

/** Lets moments of a file pass one after the other, and counts what is wrong with them. */
export class PointGate {
  points = 0;
  noFix = 0;
  outOfOrder = 0;
  private segment = 1;
  private isBroken = false;
  private latest = -Infinity;

  /** @param notAfter nothing can have been recorded later */
  constructor(private readonly notAfter: Date) {}

  /** The way is broken here: what follows is another segment. */
  breakOff(): void {
    this.isBroken = true;
  }

  /** A moment without a fix breaks the way. @throws TRACK_TIME_…, TRACK_TOO_MANY_POINTS */
  pass(line: number, at: Date, position: Position | null, values: PointValues): RecordedPoint | undefined {
    this.checkTime(line, at);
    if (!position) {
      this.noFix += 1;
      this.breakOff();
      return undefined;
    }
    if (this.points >= MOST_RECORDED_POINTS)
      throw TelemetryErrors.TRACK_TOO_MANY_POINTS({ points: MOST_RECORDED_POINTS });
    if (this.isBroken && this.points > 0) this.segment += 1;
    this.isBroken = false;
    this.points += 1;
    return { ...NO_VALUES, ...values, at, line, segment: this.segment, position };
  }

  private checkTime(line: number, at: Date): void {
    const time = at.getTime();
    if (!(time >= EARLIEST && time <= this.notAfter.getTime()))
      throw TelemetryErrors.TRACK_TIME_IMPOSSIBLE({ line, written: Number.isNaN(time) ? '?' : at.toISOString() });
    const back = this.latest - time;
    if (back > JITTER_MS) throw TelemetryErrors.TRACK_TIME_BACKWARDS({ line, seconds: back / 1000 });
    if (back > 0) this.outOfOrder += 1;
    this.latest = Math.max(this.latest, time);
  }
}
