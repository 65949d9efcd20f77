const DAY_MS = 86_400_000;
/** Day 0 of the two ways in which workbooks count days. */
const DAY_ZERO = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const;
/** 31 December 9999. */
const LAST_SERIAL = 2_958_465;
/** The first count has a 29 February 1900, which never was. */
const INVENTED_DAY = 60;

export type DaySystem = keyof typeof DAY_ZERO;

/** The day, with the time where there is one, that a workbook keeps as a number; undefined beyond what it can count. */
export function isoOfSerial(serial: number, system: DaySystem = 1900): string | undefined {
  if (!(serial >= (system === 1900 ? 1 : 0) && serial < LAST_SERIAL + 1)) return undefined;
  const days = system === 1900 && serial < INVENTED_DAY ? serial + 1 : serial;
  const iso = new Date(DAY_ZERO[system] + Math.round(days * 86_400) * 1_000).toISOString();
  return Number.isInteger(serial) ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** The number of a day `YYYY-MM-DD` from March 1900 on. */
export function serialOfIso(day: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const serial = Math.round((at - DAY_ZERO[1900]) / DAY_MS);
  return serial > INVENTED_DAY && serial <= LAST_SERIAL ? serial : undefined;
}

/** Built-in formats that show a day (ECMA-376 part 1, 18.8.30), those of Chinese and Japanese workbooks among them. */
const DAY_FORMATS = new Set([14, 15, 16, 17, 22, ...range(27, 36), ...range(50, 58)]);

/** Whether a number format shows its number as a day. */
export function isDayFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return DAY_FORMATS.has(id);
  // Literals, colours and escaped letters are not part of the pattern.
  const pattern = code
    .replace(/"[^"]*"/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\\./g, '');
  return /[yYdD]/.test(pattern) && !/^general$/i.test(pattern);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
