import type { Period } from '../../platform/index.js';

const DAY_MS = 86_400_000;

/** The last UTC day, `YYYY-MM-DD`, of which every frame is older than `days`. */
export function lastExpiredDay(now: Date, days: number): string {
  return new Date(now.getTime() - (days + 1) * DAY_MS).toISOString().slice(0, 10);
}

/** UTC days in their order, each `YYYY-MM-DD`, as far as they lie in the period; days that follow each other are one stretch. */
export function stretchesOf(days: readonly string[], { from, to }: Period): Period[] {
  const stretches: { from: Date; to: Date }[] = [];
  for (const day of days) {
    const begin = new Date(`${day}T00:00:00Z`);
    const end = new Date(begin.getTime() + DAY_MS);
    const last = stretches.at(-1);
    if (last && last.to.getTime() === begin.getTime()) last.to = end;
    else stretches.push({ from: begin, to: end });
  }
  return stretches
    .filter((stretch) => stretch.from < to && stretch.to > from)
    .map((stretch) => ({
      from: new Date(Math.max(stretch.from.getTime(), from.getTime())),
      to: new Date(Math.min(stretch.to.getTime(), to.getTime())),
    }));
}
