import { type Applicable, type Weekday, WEEKDAYS, type WeeklyWindow } from '../deconfliction/applicability.rules.js';
import type { ZoneNote } from '../zones/vertical-limit.rules.js';
import { instantOf, type Raw, recordsIn, textOf } from './raw.rules.js';
import { ZoneFault } from './zone-draft.js';

/** Clocks that a file may name in full. */
const CLOCKS: Readonly<Record<string, number>> = { UTC: 0, 'Asia/Shanghai': 8 * 60 };

/** `hh:mm`, with seconds and their parts or without, and the clock: `Z`, an offset, or nothing. */
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Every check of a plan looks at all of them. */
const MOST_PERIODS = 100;
const MOST_WINDOWS = 50;

export interface ReadTimes {
  readonly applicability: readonly Applicable[];
  readonly notes: readonly ZoneNote[];
}

/**
 * The periods of ED-269 (`applicability`) and ED-318 (`limitedApplicability`), and ours with a `timeZone`. A daylight event
 * or a time without a clock is not known, and then the zone always applies within the period.
 */
export function timesOf(periods: unknown): ReadTimes {
  const notes = new Set<ZoneNote>();
  const stated = recordsIn(periods, 'ZONE_TIME_MALFORMED');
  if (stated.length > MOST_PERIODS) throw new ZoneFault('ZONE_TIME_MALFORMED');
  const applicability = stated.map((period) => {
    const [from, to] = [instantOf(period['startDateTime']), instantOf(period['endDateTime'])];
    if (from !== undefined && to !== undefined && from >= to) throw new ZoneFault('ZONE_PERIOD_EMPTY');
    const schedule = recordsIn(period['schedule'], 'ZONE_TIME_MALFORMED');
    if (schedule.length > MOST_WINDOWS) throw new ZoneFault('ZONE_TIME_MALFORMED');
    const windows = schedule.map((daily) => windowOf(daily, notes));
    const known = windows.filter((window) => window !== undefined);
    return { ...(from && { from }), ...(to && { to }), windows: known.length === windows.length ? known : [] };
  });
  const always = applicability.some(({ from, to, windows }) => !from && !to && windows.length === 0);
  return { applicability: always ? [] : applicability, notes: [...notes] };
}

function windowOf(daily: Raw, notes: Set<ZoneNote>): WeeklyWindow | undefined {
  if (daily['startEvent'] !== undefined || daily['endEvent'] !== undefined) {
    notes.add('DAYLIGHT_EVENT_UNKNOWN');
    return undefined;
  }
  const days = daysOf(daily['day'] ?? daily['days']);
  const [start, end] = [clockTime(daily['startTime']), clockTime(daily['endTime'])];
  const named = CLOCKS[textOf(daily['timeZone']) ?? ''];
  const offsetMinutes = start.offset ?? end.offset ?? named;
  if (offsetMinutes === undefined) {
    notes.add('CLOCK_UNKNOWN');
    return undefined;
  }
  const shifted = (end.offset ?? offsetMinutes) - offsetMinutes;
  return { days, fromMinute: start.minute, toMinute: end.minute - shifted, offsetMinutes };
}

function daysOf(value: unknown): readonly Weekday[] {
  const named = (Array.isArray(value) ? (value as unknown[]) : [value]).map((day) =>
    textOf(day)?.toUpperCase().slice(0, 3),
  );
  if (named.some((day) => day === 'ANY')) return WEEKDAYS;
  const days = WEEKDAYS.filter((day) => named.includes(day));
  if (days.length === 0 || days.length < new Set(named).size) throw new ZoneFault('ZONE_TIME_MALFORMED');
  return days;
}

function clockTime(value: unknown): { minute: number; offset: number | undefined } {
  const [, hours = '', minutes = '', , clock] = TIME.exec(textOf(value) ?? '') ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (hours === '' || minute > 24 * 60 || Number(minutes) > 59) throw new ZoneFault('ZONE_TIME_MALFORMED');
  if (clock === undefined) return { minute, offset: undefined };
  if (clock === 'Z') return { minute, offset: 0 };
  const sign = clock.startsWith('-') ? -1 : 1;
  return { minute, offset: sign * (Number(clock.slice(1, 3)) * 60 + Number(clock.slice(-2))) };
}
