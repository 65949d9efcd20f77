import type { Areal } from './geo.types.js';
import { polygonsOf } from './geo.types.js';

/** The two ends of an edge, as the ring has them: four numbers an edge, side by side. */
const EDGE_STRIDE = 4;
/** West, south, east and north of a box. */
const BOX_STRIDE = 4;
/** Edges, or boxes of the level below, that one box is around. */
const FAN = 8;

/** Whether edges inside a box can matter to whoever asks. */
export type BoxTest = (west: number, south: number, east: number, north: number) => boolean;
/** The two ends of an edge, and its place among all edges. */
export type EdgeVisit = (ax: number, ay: number, bx: number, by: number, nth: number) => void;

/**
 * The edges of a shape under boxes, and those under boxes: neighbours on a ring are neighbours on the ground, so that a
 * question about a line or a place looks at few of them.
 */
export class EdgeTree {
  private readonly edges: Float64Array;
  /** From the boxes around edges up to one box around all. */
  private readonly levels: Float64Array[] = [];

  constructor(geometry: Areal) {
    const edges: number[] = [];
    for (const ring of polygonsOf(geometry).flat()) {
      for (let i = 1; i < ring.length; i += 1) {
        const [ax = NaN, ay = NaN] = ring[i - 1] ?? [];
        const [bx = NaN, by = NaN] = ring[i] ?? [];
        edges.push(ax, ay, bx, by);
      }
    }
    this.edges = Float64Array.from(edges);
    let below = boxesAround(this.edges, EDGE_STRIDE);
    this.levels.push(below);
    while (below.length > BOX_STRIDE) {
      below = boxesAround(below, BOX_STRIDE);
      this.levels.push(below);
    }
  }

  /** Every edge under boxes that all pass the test; some of them may lie apart from what is asked. */
  visit(matters: BoxTest, edge: EdgeVisit): void {
    const top = this.levels.length - 1;
    if (this.edges.length > 0) this.descend(top, 0, matters, edge);
  }

  private descend(level: number, box: number, matters: BoxTest, visit: EdgeVisit): void {
    const boxes = this.levels[level] ?? new Float64Array();
    const at = box * BOX_STRIDE;
    if (!matters(boxes[at] ?? NaN, boxes[at + 1] ?? NaN, boxes[at + 2] ?? NaN, boxes[at + 3] ?? NaN)) return;
    if (level === 0) this.visitEdges(box * FAN, visit);
    else {
      const count = (this.levels[level - 1]?.length ?? 0) / BOX_STRIDE;
      const last = Math.min((box + 1) * FAN, count);
      for (let inner = box * FAN; inner < last; inner += 1) this.descend(level - 1, inner, matters, visit);
    }
  }

  private visitEdges(first: number, visit: EdgeVisit): void {
    const { edges } = this;
    const end = Math.min((first + FAN) * EDGE_STRIDE, edges.length);
    for (let at = first * EDGE_STRIDE; at < end; at += EDGE_STRIDE) {
      visit(edges[at] ?? NaN, edges[at + 1] ?? NaN, edges[at + 2] ?? NaN, edges[at + 3] ?? NaN, at / EDGE_STRIDE);
    }
  }
}

/** One box around every few of the edges or boxes, both of which are two points. */
function boxesAround(pairs: Float64Array, stride: number): Float64Array {
  const count = Math.ceil(pairs.length / stride / FAN);
  const boxes = new Float64Array(count * BOX_STRIDE);
  for (let box = 0; box < count; box += 1) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    const end = Math.min((box + 1) * FAN * stride, pairs.length);
    for (let at = box * FAN * stride; at < end; at += 2) {
      const [lon, lat] = [pairs[at] ?? NaN, pairs[at + 1] ?? NaN];
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
    boxes.set([west, south, east, north], box * BOX_STRIDE);
  }
  return boxes;
}
