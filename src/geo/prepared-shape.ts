import type { Areal, BoundingBox, Position } from './geo.types.js';
import { polygonsOf } from './geo.types.js';
import { boundingBox, boxHolds } from './polygon.rules.js';

/** The two ends of an edge, the southern first: four numbers an edge, side by side. */
const STRIDE = 4;

/**
 * A shape made ready for asking many times what it holds. Of shapes that share an edge point for point exactly one holds
 * a position on that edge: an edge counts from its southern end up to, not including, its northern one, and the same
 * numbers are compared from either side.
 */
export class PreparedShape {
  private readonly box: BoundingBox;
  private readonly edges: Float64Array;

  constructor(geometry: Areal) {
    this.box = boundingBox(geometry);
    const edges: number[] = [];
    for (const ring of polygonsOf(geometry).flat()) {
      ring.slice(1).forEach(([bx = NaN, by = NaN], i) => {
        const [ax = NaN, ay = NaN] = ring[i] ?? [];
        if (ay < by) edges.push(ax, ay, bx, by);
        else if (by < ay) edges.push(bx, by, ax, ay);
      });
    }
    this.edges = Float64Array.from(edges);
  }

  /** Even-odd rule along the line going east. */
  holds(position: Position): boolean {
    if (!boxHolds(this.box, position)) return false;
    const { lon, lat } = position;
    let inside = false;
    for (let at = 0; at < this.edges.length; at += STRIDE) {
      const south = this.edges[at + 1] ?? NaN;
      const north = this.edges[at + 3] ?? NaN;
      if (lat < south || lat >= north) continue;
      const start = this.edges[at] ?? NaN;
      const end = this.edges[at + 2] ?? NaN;
      if (lon < start + ((lat - south) / (north - south)) * (end - start)) inside = !inside;
    }
    return inside;
  }
}
