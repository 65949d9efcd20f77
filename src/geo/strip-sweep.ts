import type { BoundingBox } from './geo.types.js';
import { EDGE_STRIDE, type Outline } from './outline.js';
import type { RegionTally } from './region-tally.js';

/** Looks at an edge in a strip. Beyond this many, about a tenth of a second, it suffices to know that there is something. */
const MOST_LOOKS = 3_000_000;

/** Strips between two questions whether it suffices. */
const ASK_EVERY = 64;

/** Whether a place counts, by whether the first outline holds it and how many of the others do. */
export type Counts = (inFirst: boolean, others: number) => boolean;

/**
 * Sweeps from south to north over outlines laid over each other, strip by strip: within a strip no edge begins, ends or
 * crosses another, so that it falls into pieces between two edges.
 */
export class StripSweep {
  private readonly edges: Float64Array;
  private readonly owners: Int32Array;
  private readonly order: number[];
  private readonly active: number[] = [];
  private readonly foot: Float64Array;
  private readonly head: Float64Array;
  private readonly slopes: Float64Array;
  private readonly inside: Uint8Array;
  private readonly pieces: number[] = [];
  private looks = 0;

  constructor(
    outlines: readonly Outline[],
    private readonly box: BoundingBox,
    private readonly counts: Counts,
  ) {
    const edges: number[] = [];
    const owners: number[] = [];
    for (const [owner, outline] of outlines.entries()) takeEdges(outline.edges, box, edges, () => owners.push(owner));
    this.edges = Float64Array.from(edges);
    this.owners = Int32Array.from(owners);
    this.foot = new Float64Array(owners.length);
    this.head = new Float64Array(owners.length);
    this.inside = new Uint8Array(outlines.length);
    this.slopes = Float64Array.from(owners, (_, edge) => {
      return (this.at(edge, 2) - this.at(edge, 0)) / (this.at(edge, 3) - this.at(edge, 1));
    });
    this.order = owners.map((_, edge) => edge).sort((a, b) => this.at(a, 1) - this.at(b, 1));
  }

  /** `enough` is asked only when the work has grown beyond all measure; what is tallied then is a part of the whole. */
  into(tally: RegionTally, enough: () => boolean): void {
    const levels = this.levels();
    let next = 0;
    for (let i = 1; i < levels.length; i += 1) {
      const [foot, head] = [levels[i - 1] ?? NaN, levels[i] ?? NaN];
      this.drop(foot);
      for (let edge = this.order[next]; edge !== undefined && this.at(edge, 1) <= foot; edge = this.order[next]) {
        if (this.at(edge, 3) > foot) this.active.push(edge);
        next += 1;
      }
      this.strip(foot, head, tally);
      if (i % ASK_EVERY === 0 && this.looks > MOST_LOOKS && enough()) return;
    }
  }

  private strip(foot: number, head: number, tally: RegionTally): void {
    this.lay(foot, head, (a, b) => this.footOf(a) - this.footOf(b) || this.headOf(a) - this.headOf(b));
    if (this.isInOrderAtHead()) {
      tally.add(foot, head, this.cut());
      return;
    }
    let from = foot;
    for (const to of [...this.crossings(foot, head), head]) {
      if (to <= from) continue;
      // Where edges cross, rounding may tell their order either way; half way to the next cut it cannot.
      this.lay(from, to, (a, b) => this.footOf(a) + this.headOf(a) - this.footOf(b) - this.headOf(b));
      tally.add(from, to, this.cut());
      from = to;
    }
  }

  /** Almost in order from the strip before, so an insertion sort has little to do. */
  private lay(foot: number, head: number, compare: (a: number, b: number) => number): void {
    const { active } = this;
    this.looks += active.length;
    for (const edge of active) {
      this.foot[edge] = this.lonAt(edge, foot);
      this.head[edge] = this.lonAt(edge, head);
    }
    for (let i = 1; i < active.length; i += 1) {
      const edge = active[i] ?? 0;
      let place = i;
      for (; place > 0 && compare(edge, active[place - 1] ?? 0) < 0; place -= 1) active[place] = active[place - 1] ?? 0;
      active[place] = edge;
    }
  }

  private isInOrderAtHead(): boolean {
    const { active } = this;
    for (let i = 1; i < active.length; i += 1) {
      if (this.headOf(active[i - 1] ?? 0) > this.headOf(active[i] ?? 0)) return false;
    }
    return true;
  }

  /** The latitudes at which edges of this strip cross; their order at its foot is known. */
  private crossings(foot: number, head: number): number[] {
    const found: number[] = [];
    const byHead: number[] = [];
    for (const edge of this.active) {
      let place = byHead.length;
      for (; place > 0; place -= 1) {
        const before = byHead[place - 1] ?? 0;
        const lead = this.headOf(before) - this.headOf(edge);
        if (lead <= 0) break;
        const gap = this.footOf(edge) - this.footOf(before);
        const cut = foot + ((head - foot) * gap) / (gap + lead);
        if (cut > foot && cut < head) found.push(cut);
        this.looks += 1;
      }
      byHead.splice(place, 0, edge);
    }
    return found.sort((a, b) => a - b);
  }

  private cut(): readonly number[] {
    const { inside, pieces } = this;
    pieces.length = 0;
    inside.fill(0);
    let others = 0;
    let left = -1;
    for (const edge of this.active) {
      const owner = this.owners[edge] ?? 0;
      const now = 1 - (inside[owner] ?? 0);
      inside[owner] = now;
      if (owner > 0) others += now === 1 ? 1 : -1;
      const counts = this.counts(inside[0] === 1, others);
      if (counts && left < 0) left = edge;
      else if (!counts && left >= 0) {
        this.push(left, edge);
        left = -1;
      }
    }
    return pieces;
  }

  private push(left: number, right: number): void {
    const [leftFoot, leftHead] = [this.footOf(left), this.headOf(left)];
    const rightFoot = Math.max(leftFoot, this.footOf(right));
    const rightHead = Math.max(leftHead, this.headOf(right));
    if (rightFoot > leftFoot || rightHead > leftHead) this.pieces.push(leftFoot, rightFoot, leftHead, rightHead);
  }

  private drop(foot: number): void {
    const { active } = this;
    let kept = 0;
    for (const edge of active) if (this.at(edge, 3) > foot) active[kept++] = edge;
    active.length = kept;
  }

  /** Every latitude at which an edge begins or ends, within the box. */
  private levels(): number[] {
    const { minLat, maxLat } = this.box;
    const all = [minLat, maxLat];
    for (let edge = 0; edge < this.owners.length; edge += 1) {
      for (const lat of [this.at(edge, 1), this.at(edge, 3)]) if (lat > minLat && lat < maxLat) all.push(lat);
    }
    const sorted = Float64Array.from(all).sort();
    return [...sorted].filter((lat, i) => i === 0 || lat !== sorted[i - 1]);
  }

  private lonAt(edge: number, lat: number): number {
    const [south, north] = [this.at(edge, 1), this.at(edge, 3)];
    if (lat >= north) return this.at(edge, 2);
    if (lat <= south) return this.at(edge, 0);
    return this.at(edge, 0) + (lat - south) * (this.slopes[edge] ?? NaN);
  }

  private at(edge: number, place: number): number {
    return this.edges[edge * EDGE_STRIDE + place] ?? NaN;
  }

  private footOf(edge: number): number {
    return this.foot[edge] ?? NaN;
  }

  private headOf(edge: number): number {
    return this.head[edge] ?? NaN;
  }
}

/** Edges that can matter inside the box: what lies east of it closes only pieces that others have closed before. */
function takeEdges(from: Float64Array, box: BoundingBox, into: number[], taken: () => void): void {
  for (let i = 0; i < from.length; i += EDGE_STRIDE) {
    const [ax = NaN, ay = NaN, bx = NaN, by = NaN] = from.subarray(i, i + EDGE_STRIDE);
    if (by <= box.minLat || ay >= box.maxLat || Math.min(ax, bx) > box.maxLon) continue;
    into.push(ax, ay, bx, by);
    taken();
  }
}
