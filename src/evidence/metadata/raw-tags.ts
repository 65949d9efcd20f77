/** A rational as the file spells it: numerator and denominator. */
export type Rational = readonly [number, number];

/** One EXIF value: a number, a text, numbers, one rational or several. */
export type ExifValue = number | string | readonly number[] | readonly Rational[];

/** What the worker hands over: named tags as the file spells them, not yet judged. */
export interface RawTags {
  readonly fileType: string | null;
  /** Size of the coded picture by the format's own header, before orientation. */
  readonly widthPixels: number | null;
  readonly heightPixels: number | null;
  readonly exif: Readonly<Record<string, ExifValue>>;
  readonly hasGpsDirectory: boolean;
  /** XMP by local name; the reader drops name spaces, so `isDjiXmp` says whether DJI's was declared. */
  readonly xmp: Readonly<Record<string, string>>;
  readonly isDjiXmp: boolean;
  /** Programs that say in the XMP history that they saved the file again. */
  readonly historyTools: readonly string[];
  /** Only the head of the file was looked at. */
  readonly partial: boolean;
}

export const NO_TAGS: RawTags = {
  fileType: null,
  widthPixels: null,
  heightPixels: null,
  exif: {},
  hasGpsDirectory: false,
  xmp: {},
  isDjiXmp: false,
  historyTools: [],
  partial: false,
};

/** The number a tag stands for: a plain number, a rational, or the first of a list. Undefined unless finite. */
export function exifNumber(value: ExifValue | undefined): number | undefined {
  if (typeof value === 'number') return finite(value);
  if (!Array.isArray(value)) return undefined;
  const [first, second] = value as readonly (number | Rational)[];
  if (Array.isArray(first)) return rational(first as Rational);
  if (value.length === 2 && typeof first === 'number' && typeof second === 'number') return rational([first, second]);
  return typeof first === 'number' ? finite(first) : undefined;
}

/** Degrees, minutes, seconds as rationals to degrees without sign. Undefined when a part is missing or divides by zero. */
export function exifAngleDegrees(value: ExifValue | undefined): number | undefined {
  const parts = exifTriple(value);
  return parts && parts[0] + parts[1] / 60 + parts[2] / 3600;
}

/** Three rationals as numbers. */
export function exifTriple(value: ExifValue | undefined): readonly [number, number, number] | undefined {
  if (!Array.isArray(value) || value.length < 3) return undefined;
  const [a, b, c] = (value as readonly (number | Rational)[]).map((part) => exifNumber(part));
  return a === undefined || b === undefined || c === undefined ? undefined : [a, b, c];
}

/** A text without the padding cameras leave. Undefined when nothing is left. */
export function exifText(value: ExifValue | undefined): string | undefined {
  const text = typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
  return text === '' ? undefined : text;
}

/** A signed decimal as DJI writes it ("+42.602"). */
export function decimal(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function rational([numerator, denominator]: Rational): number | undefined {
  return finite(numerator / denominator);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
