import type { Period } from '../../../platform/index.js';
import type { OpenPeriod } from '../zones/airspace-zone.rules.js';

/** As ED-269 and ED-318 spell them, in the order of `Date.getUTCDay` from Sunday. */
export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A stretch of each of some weekdays, on the clocks of one place; one that ends at or before its beginning ends a day later. */
export interface WeeklyWindow {
  readonly days: readonly Weekday[];
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Of the clocks, east of Greenwich. */
  readonly offsetMinutes: number;
}

/** A period in which a zone applies; without windows all the time, else only within them. */
export interface Applicable {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly windows: readonly WeeklyWindow[];
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/** The parts of a period in which the zone applies, in order, apart from each other; no applicability: all of it. */
export function activeSpans(applicability: readonly Applicable[], during: OpenPeriod, asked: Period): Period[] {
  const within = meet(asked, { from: during.from ?? asked.from, to: during.to ?? asked.to });
  if (within === undefined) return [];
  if (applicability.length === 0) return [within];
  const spans = applicability.flatMap(({ from, to, windows }) => {
    const part = meet(within, { from: from ? new Date(from) : within.from, to: to ? new Date(to) : within.to });
    if (part === undefined) return [];
    return windows.length === 0 ? [part] : windows.flatMap((window) => windowSpans(window, part));
  });
  return merged(spans);
}

/** From the first beginning to the last end; open where one of them is. */
export function hullOf(applicability: readonly Applicable[]): OpenPeriod {
  const froms = applicability.map(({ from }) => from);
  const tos = applicability.map(({ to }) => to);
  const earliest = froms.every((from) => from !== undefined) ? froms.toSorted(byInstant)[0] : undefined;
  const latest = tos.every((to) => to !== undefined) ? tos.toSorted(byInstant).at(-1) : undefined;
  return { ...(earliest && { from: new Date(earliest) }), ...(latest && { to: new Date(latest) }) };
}

function byInstant(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}

function windowSpans({ days, fromMinute, toMinute, offsetMinutes }: WeeklyWindow, within: Period): Period[] {
  const length = (toMinute - fromMinute + 2 * DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const local = (instant: Date): number => instant.getTime() + offsetMinutes * MINUTE_MS;
  const spans: Period[] = [];
  const last = Math.floor(local(within.to) / DAY_MS);
  for (let day = Math.floor(local(within.from) / DAY_MS) - 1; day <= last; day += 1) {
    const weekday = WEEKDAYS[new Date(day * DAY_MS).getUTCDay()];
    if (weekday === undefined || !days.includes(weekday)) continue;
    const from = day * DAY_MS + (fromMinute - offsetMinutes) * MINUTE_MS;
    const span = meet(within, { from: new Date(from), to: new Date(from + length * MINUTE_MS) });
    if (span) spans.push(span);
  }
  return spans;
}

function meet(a: Period, b: Period): Period | undefined {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from < to ? { from, to } : undefined;
}

function merged(spans: readonly Period[]): Period[] {
  const whole: Period[] = [];
  for (const span of spans.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const before = whole.at(-1);
    if (before === undefined || before.to < span.from) whole.push(span);
    else if (before.to < span.to) whole[whole.length - 1] = { from: before.from, to: span.to };
  }
  return whole;
}
