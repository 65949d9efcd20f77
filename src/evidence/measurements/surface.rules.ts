import { type Areal, type Crs, crsByCode, type XY } from '../../geo/index.js';

/** How a surface lies on the ground: what its file says. */
export interface SurfaceGrid {
  readonly epsg: number | null;
  readonly isTurned: boolean;
  readonly isInMetres: boolean;
  /** Outer corner of the first cell. */
  readonly originX: number;
  readonly originY: number;
  readonly stepX: number;
  /** Negative: the rows run south. */
  readonly stepY: number;
  readonly width: number;
  readonly height: number;
  readonly bands: number;
}

export const SURFACE_FAULTS = [
  'CRS_UNKNOWN',
  'GRID_TURNED',
  'UNITS_NOT_METRES',
  'MORE_THAN_ONE_BAND',
  'GRIDS_DIFFER',
  'OUTSIDE',
  'TOO_MANY_CELLS',
] as const;
export type SurfaceFault = (typeof SURFACE_FAULTS)[number];

/** The outline on a grid, in cells from its first corner. */
export interface OnGrid {
  readonly rings: readonly (readonly XY[])[];
  /** Left, top, right, bottom; right and bottom are outside. */
  readonly window: readonly [number, number, number, number];
  /** In the plane of the grid. */
  readonly planeArea: number;
  readonly cellArea: number;
}

export const MOST_CELLS = 100_000_000;
/** Parts of a cell two grids may lie apart and still be the same. */
const SAME_CELL = 0.001;

export function gridFault(grid: SurfaceGrid): SurfaceFault | undefined {
  if (grid.epsg === null || crsByCode(grid.epsg) === undefined) return 'CRS_UNKNOWN';
  if (grid.isTurned || !(grid.stepX > 0) || !(grid.stepY < 0)) return 'GRID_TURNED';
  if (!grid.isInMetres) return 'UNITS_NOT_METRES';
  return grid.bands === 1 ? undefined : 'MORE_THAN_ONE_BAND';
}

/** By how many cells the first grid begins before the second; undefined where their cells do not lie on each other. */
export function offsetBetween(upper: SurfaceGrid, lower: SurfaceGrid): [dx: number, dy: number] | undefined {
  const alike = (a: number, b: number): boolean =>
    Math.abs(a - b) * Math.max(upper.width, upper.height) <= SAME_CELL * Math.abs(a);
  if (upper.epsg !== lower.epsg || !alike(upper.stepX, lower.stepX) || !alike(upper.stepY, lower.stepY))
    return undefined;
  const dx = (upper.originX - lower.originX) / upper.stepX;
  const dy = (upper.originY - lower.originY) / upper.stepY;
  const isWhole = [dx, dy].every((cells) => Math.abs(cells - Math.round(cells)) <= SAME_CELL);
  return isWhole ? [Math.round(dx), Math.round(dy)] : undefined;
}

/** Where the outline lies on the grid, or why nothing can be measured there. */
export function onGrid(outline: Areal, grid: SurfaceGrid): OnGrid | SurfaceFault {
  const crs = grid.epsg === null ? undefined : crsByCode(grid.epsg);
  if (!crs) return 'CRS_UNKNOWN';
  const parts = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  const rings = parts.flat().map((ring) => ring.map(([lon = NaN, lat = NaN]) => cellOf([lon, lat], crs, grid)));
  const xs = rings.flat().map(([x]) => x);
  const ys = rings.flat().map(([, y]) => y);
  const window = [
    Math.max(0, Math.floor(Math.min(...xs))),
    Math.max(0, Math.floor(Math.min(...ys))),
    Math.min(grid.width, Math.ceil(Math.max(...xs))),
    Math.min(grid.height, Math.ceil(Math.max(...ys))),
  ] as const;
  const [left, top, right, bottom] = window;
  if (!(left < right) || !(top < bottom)) return 'OUTSIDE';
  if (Math.min(...xs) < 0 || Math.min(...ys) < 0 || Math.max(...xs) > grid.width || Math.max(...ys) > grid.height)
    return 'OUTSIDE';
  if ((right - left) * (bottom - top) > MOST_CELLS) return 'TOO_MANY_CELLS';
  const cellArea = Math.abs(grid.stepX * grid.stepY);
  return { rings, window, cellArea, planeArea: cellsInside(parts.length, parts, rings) * cellArea };
}

function cellOf(lonLat: XY, crs: Crs, { originX, originY, stepX, stepY }: SurfaceGrid): XY {
  const [x, y] = crs.fromWgs84(lonLat);
  return [(x - originX) / stepX, (y - originY) / stepY];
}

/** Area in cells: outer rings less their holes, in the order the parts have them. */
function cellsInside(count: number, parts: readonly (readonly unknown[])[], rings: readonly (readonly XY[])[]): number {
  let sum = 0;
  let at = 0;
  for (let part = 0; part < count; part += 1) {
    const own = parts[part]?.length ?? 0;
    rings.slice(at, at + own).forEach((ring, nth) => (sum += (nth === 0 ? 1 : -1) * Math.abs(shoelace(ring))));
    at += own;
  }
  return sum;
}

function shoelace(ring: readonly XY[]): number {
  const [ox, oy] = ring[0] ?? [0, 0];
  return (
    ring.reduce((sum, [bx, by], nth) => {
      const [ax, ay] = ring[nth - 1] ?? [bx, by];
      return sum + (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
    }, 0) / 2
  );
}
