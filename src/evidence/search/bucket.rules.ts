export const BUCKET_WIDTHS = ['hour', 'day', 'week', 'month', 'year'] as const;
export type BucketWidth = (typeof BUCKET_WIDTHS)[number];

const HOUR_MS = 3_600_000;
/** The shortest of each. */
const WIDTH_MS: Readonly<Record<BucketWidth, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 28 * 24 * HOUR_MS,
  year: 365 * 24 * HOUR_MS,
};

/** What a chart still shows side by side. */
const SHOWN_TOGETHER = 200;
/** More are refused. */
export const MOST_BUCKETS = 2_000;

/** The narrowest buckets of which so many fit on a chart. */
export function widthFor(first: Date, last: Date): BucketWidth {
  const span = last.getTime() - first.getTime();
  return BUCKET_WIDTHS.find((width) => span / WIDTH_MS[width] < SHOWN_TOGETHER) ?? 'year';
}

export function bucketsBetween(first: Date, last: Date, width: BucketWidth): number {
  return Math.floor((last.getTime() - first.getTime()) / WIDTH_MS[width]) + 1;
}

/** A tile of a web map is 256 pixels wide; four cells a tile keep the marks apart. */
const CELLS_A_TILE = 4;
const EARTH_DEGREES = 360;
export const MOST_CELLS = 10_000;

export function cellDegreesAt(zoom: number): number {
  return EARTH_DEGREES / 2 ** zoom / CELLS_A_TILE;
}
