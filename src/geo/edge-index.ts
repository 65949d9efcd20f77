import type { Areal, Position } from './geo.types.js';
import { polygonsOf } from './geo.types.js';
import { METRES_PER_DEGREE, metresPerLongitudeDegree, nearestShare } from './plane.rules.js';

const CELL_DEGREES = 0.05;
const CELLS_AROUND_GLOBE = 360 / CELL_DEGREES;
/** Ends of a segment and its owner: five numbers an edge, side by side. */
const STRIDE = 5;

/**
 * Answers whose edges come within a fixed reach of a position. Built once: a grid of cells, each with the edges that
 * may be within reach of a position in it; most cells hold none.
 */
export class EdgeIndex {
  private readonly edges: Float64Array;
  private readonly cells = new Map<number, number[]>();

  /** Owners are told apart by their place in the list. Serves latitudes up to 85 degrees. */
  constructor(
    owners: readonly Areal[],
    private readonly reachMetres: number,
  ) {
    const edges: number[] = [];
    owners.forEach((geometry, owner) => {
      for (const ring of polygonsOf(geometry).flat()) {
        ring.slice(1).forEach((end, i) => {
          const [[ax = NaN, ay = NaN] = [], [bx = NaN, by = NaN]] = [ring[i], end];
          edges.push(ax, ay, bx, by, owner);
        });
      }
    });
    this.edges = Float64Array.from(edges);
    for (let at = 0; at < this.edges.length; at += STRIDE) this.enter(at);
  }

  /** Owners with an edge within reach, the nearest first, each with the distance in metres. */
  within(position: Position): { owner: number; metres: number }[] {
    const found: { owner: number; metres: number }[] = [];
    const perLon = metresPerLongitudeDegree(position.lat);
    for (const at of this.cells.get(cellKey(cellOf(position.lon), cellOf(position.lat))) ?? []) {
      const metres = this.metresTo(at, position, perLon);
      if (metres > this.reachMetres) continue;
      const owner = this.edges[at + 4] ?? NaN;
      const known = found.find((entry) => entry.owner === owner);
      if (known === undefined) found.push({ owner, metres });
      else known.metres = Math.min(known.metres, metres);
    }
    return found.sort((a, b) => a.metres - b.metres || a.owner - b.owner);
  }

  private metresTo(at: number, { lon, lat }: Position, perLon: number): number {
    const x1 = ((this.edges[at] ?? NaN) - lon) * perLon;
    const y1 = ((this.edges[at + 1] ?? NaN) - lat) * METRES_PER_DEGREE;
    const x2 = ((this.edges[at + 2] ?? NaN) - lon) * perLon;
    const y2 = ((this.edges[at + 3] ?? NaN) - lat) * METRES_PER_DEGREE;
    const share = nearestShare(x1, y1, x2, y2);
    return Math.hypot(x1 + share * (x2 - x1), y1 + share * (y2 - y1));
  }

  private enter(at: number): void {
    const [ax = NaN, ay = NaN, bx = NaN, by = NaN] = this.edges.subarray(at, at + 4);
    const highest = Math.min(85, Math.max(Math.abs(ay), Math.abs(by)) + 1);
    const [aroundLon, aroundLat] = [
      this.reachMetres / metresPerLongitudeDegree(highest),
      this.reachMetres / METRES_PER_DEGREE,
    ];
    const [west, east] = [cellOf(Math.min(ax, bx) - aroundLon), cellOf(Math.max(ax, bx) + aroundLon)];
    const [south, north] = [cellOf(Math.min(ay, by) - aroundLat), cellOf(Math.max(ay, by) + aroundLat)];
    for (let column = west; column <= east; column += 1) {
      for (let row = south; row <= north; row += 1) {
        const key = cellKey(column, row);
        const cell = this.cells.get(key);
        if (cell) cell.push(at);
        else this.cells.set(key, [at]);
      }
    }
  }
}

function cellOf(degrees: number): number {
  return Math.floor(degrees / CELL_DEGREES);
}

function cellKey(column: number, row: number): number {
  return row * CELLS_AROUND_GLOBE + column;
}
