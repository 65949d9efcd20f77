const DAY_MS = 86_400_000;
/** China keeps no daylight saving. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** The day in China at an instant, `YYYY-MM-DD`. */
export function chinaDay(instant: Date): string {
  return new Date(instant.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** The instant at which a day of China's calendar is over. */
export function endOfChinaDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + DAY_MS);
}
