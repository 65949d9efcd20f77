import type { Period } from '../../platform/index.js';
import { LONGEST_SILENCE_SECONDS } from '../tracks/track.rules.js';

const HOUR_MS = 3_600_000;

/** From its first point to its last. */
interface TrackSpan {
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** The beginnings of the hours that a period touches. */
export function hoursOf({ from, to }: Period): Date[] {
  const hours: Date[] = [];
  for (let hour = Math.floor(from.getTime() / HOUR_MS) * HOUR_MS; hour < to.getTime(); hour += HOUR_MS)
    hours.push(new Date(hour));
  return hours;
}

/** Hours in their order, each with as much around it as the neighbour of a frame may be away, as far as they may be seen. */
export function readingsOf(hours: readonly Date[], seen: readonly Period[]): Period[] {
  const reachMs = LONGEST_SILENCE_SECONDS * 1000;
  const readings: { from: number; to: number }[] = [];
  for (const hour of hours) {
    const from = hour.getTime() - reachMs;
    const to = hour.getTime() + HOUR_MS + reachMs;
    const last = readings.at(-1);
    if (last && from <= last.to) last.to = to;
    else readings.push({ from, to });
  }
  return seen.flatMap((stretch) =>
    readings
      .map(({ from, to }) => ({
        from: new Date(Math.max(from, stretch.from.getTime())),
        to: new Date(Math.min(to, stretch.to.getTime())),
      }))
      .filter(({ from, to }) => from < to),
  );
}

/** Of half-open periods those in which the track has or may have points. */
export function touching(periods: readonly Period[], { firstAt, lastAt }: TrackSpan): Period[] {
  return periods.filter(({ from, to }) => firstAt < to && lastAt >= from);
}
