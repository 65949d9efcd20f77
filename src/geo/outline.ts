import type { Polygon } from 'geojson';
import type { Areal, BoundingBox } from './geo.types.js';
import { polygonsOf } from './geo.types.js';
import { boundingBox } from './polygon.rules.js';

/** The two ends of an edge, the southern first: four numbers an edge, side by side. */
export const EDGE_STRIDE = 4;

/** One polygon made ready for being laid over others: its box and its edges, those along a parallel left out. */
export interface Outline {
  readonly box: BoundingBox;
  readonly edges: Float64Array;
}

/** Shapes never change once they are known, so what was made of one serves every later question about it. */
const known = new WeakMap<Areal, readonly Outline[]>();

/** The outlines of a shape, one for each of its parts. */
export function outlinesOf(geometry: Areal): readonly Outline[] {
  const ready = known.get(geometry);
  if (ready) return ready;
  const made = polygonsOf(geometry).map(outlineOf);
  known.set(geometry, made);
  return made;
}

function outlineOf(rings: Polygon['coordinates']): Outline {
  const edges: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const [ax = NaN, ay = NaN] = ring[i - 1] ?? [];
      const [bx = NaN, by = NaN] = ring[i] ?? [];
      if (ay < by) edges.push(ax, ay, bx, by);
      else if (by < ay) edges.push(bx, by, ax, ay);
    }
  }
  return { box: boundingBox({ type: 'Polygon', coordinates: rings }), edges: Float64Array.from(edges) };
}

/** The edges of a shape, those along a parallel left out, as four lists of the same length. */
export interface EdgeColumns {
  readonly startLon: readonly number[];
  readonly southLat: readonly number[];
  readonly endLon: readonly number[];
  readonly northLat: readonly number[];
}

/** What a statement asks with which points a shape holds, by the arithmetic of `PreparedShape`. */
export function edgeColumns(geometry: Areal): EdgeColumns {
  const edges = outlinesOf(geometry).flatMap((outline) => [...outline.edges]);
  const column = (nth: number): number[] => edges.filter((_, at) => at % EDGE_STRIDE === nth);
  return { startLon: column(0), southLat: column(1), endLon: column(2), northLat: column(3) };
}
