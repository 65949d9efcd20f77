import type { BoundingBox, Position } from '../../geo/index.js';

/** Cells a degree; one is about 1.1 km high and, in Hebei, 0.87 km wide. */
const PER_DEGREE = 100;
const COLUMNS = 360 * PER_DEGREE;

/** Number of the cell that holds a position: row by row from the south pole, as `telemetry_cell` in the database counts. */
export function cellOf({ lon, lat }: Position): number {
  return rowOf(lat) * COLUMNS + columnOf(lon);
}

/** Cells that follow each other, both ends included. */
export interface CellRun {
  readonly first: number;
  readonly last: number;
}

/** The cells that a box touches, a run for each row. */
export function cellRuns({ minLon, minLat, maxLon, maxLat }: BoundingBox): CellRun[] {
  const runs: CellRun[] = [];
  for (let row = rowOf(minLat); row <= rowOf(maxLat); row += 1)
    runs.push({ first: row * COLUMNS + columnOf(minLon), last: row * COLUMNS + columnOf(maxLon) });
  return runs;
}

function rowOf(lat: number): number {
  return Math.floor((lat + 90) * PER_DEGREE);
}

function columnOf(lon: number): number {
  return Math.min(Math.floor((lon + 180) * PER_DEGREE), COLUMNS - 1);
}
