/** China has kept UTC+8 without summer time since 1991, so a date printed on paper ends at a fixed instant. */
const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The instant at which a date printed as "valid until" (`YYYY-MM-DD`, that day included, China time) is over. */
export function endOfChinaDate(date: string): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS - CHINA_OFFSET_MS);
}

/** The date in China at an instant, `YYYY-MM-DD`. */
export function chinaDateOf(at: Date): string {
  return new Date(at.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** The clock on a wall in China at an instant, `YYYY-MM-DD HH:MM`. */
export function chinaTimeOf(at: Date): string {
  return new Date(at.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** Calendar arithmetic on `YYYY-MM-DD`, free of any zone. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The instant at which a wall clock in China shows `HH:MM` on a date (`YYYY-MM-DD`). */
export function chinaInstant(date: string, clock: string): Date {
  return new Date(Date.parse(`${date}T${clock}:00Z`) - CHINA_OFFSET_MS);
}
