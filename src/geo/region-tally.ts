import { earthRadius } from '@turf/helpers';
import { METRES_PER_DEGREE, metresPerLongitudeDegree, radians } from './plane.rules.js';

/** A piece of a strip is four longitudes: left and right end at its foot, left and right end at its head. */
export const PIECE_STRIDE = 4;

/** What stands at the head of a strip: left end, right end, region. */
const STANDING_STRIDE = 3;

/** What all pieces of one strip between two parallels share. */
interface Strip {
  readonly height: number;
  readonly perLonAtFoot: number;
  readonly perLonAtHead: number;
  readonly perLon: number;
  readonly level: number;
  readonly tilt: number;
}

/**
 * Puts pieces, handed over strip by strip from south to north, together to regions that hang together, and knows area
 * and edge of each.
 */
export class RegionTally {
  private readonly parents: number[] = [];
  private readonly areas: number[] = [];
  private readonly edges: number[] = [];
  private below: number[] = [];
  private standing: number[] = [];
  private head = NaN;

  /** The pieces of the strip from `foot` to `head`, from west to east. */
  add(foot: number, head: number, pieces: readonly number[]): void {
    const strip = stripOf(foot, head);
    [this.below, this.standing] = [this.standing, this.below];
    if (this.head !== foot) this.below.length = 0;
    this.standing.length = 0;
    this.head = head;
    let at = 0;
    for (let i = 0; i < pieces.length; i += PIECE_STRIDE) {
      const [left, right] = [pieces[i] ?? NaN, pieces[i + 1] ?? NaN];
      while (at > 0 && (this.below[at - STANDING_STRIDE + 1] ?? NaN) > left) at -= STANDING_STRIDE;
      while (at < this.below.length && (this.below[at + 1] ?? NaN) <= left) at += STANDING_STRIDE;
      at = this.enter(strip, pieces, i, at);
      if (at > 0 && (this.below[at - STANDING_STRIDE + 1] ?? NaN) > right) at -= STANDING_STRIDE;
    }
  }

  /** Square metres of all regions that are wider on average than this: area over half the edge of something thin. */
  squareMetresWiderThan(metres: number): number {
    let sum = 0;
    for (const [region, area] of this.areas.entries()) {
      if (this.parents[region] === region && area / ((this.edges[region] ?? 0) / 2) > metres) sum += area;
    }
    return sum;
  }

  /** Joins the piece to every region it stands on; answers where among those below the search for the next begins. */
  private enter(strip: Strip, pieces: readonly number[], piece: number, from: number): number {
    const [left, right] = [pieces[piece] ?? NaN, pieces[piece + 1] ?? NaN];
    const [leftHead, rightHead] = [pieces[piece + 2] ?? NaN, pieces[piece + 3] ?? NaN];
    let region = -1;
    let onEdge = 0;
    let at = from;
    for (; at < this.below.length && (this.below[at] ?? NaN) < right; at += STANDING_STRIDE) {
      const shared = Math.min(this.below[at + 1] ?? NaN, right) - Math.max(this.below[at] ?? NaN, left);
      if (shared <= 0) continue;
      const other = this.rootOf(this.below[at + 2] ?? 0);
      region = region < 0 ? other : this.join(region, other);
      onEdge += shared;
    }
    if (region < 0) region = this.open();
    const feet = (right - left - 2 * onEdge) * strip.perLonAtFoot;
    const heads = (rightHead - leftHead) * strip.perLonAtHead;
    const sides = sideMetres(strip, leftHead - left) + sideMetres(strip, rightHead - right);
    this.edges[region] = (this.edges[region] ?? 0) + feet + heads + sides;
    this.areas[region] = (this.areas[region] ?? 0) + squareMetres(strip, right - left, rightHead - leftHead);
    this.standing.push(leftHead, rightHead, region);
    return at;
  }

  private open(): number {
    const region = this.parents.length;
    this.parents.push(region);
    this.areas.push(0);
    this.edges.push(0);
    return region;
  }

  private join(a: number, b: number): number {
    if (a === b) return a;
    this.parents[b] = a;
    this.areas[a] = (this.areas[a] ?? 0) + (this.areas[b] ?? 0);
    this.edges[a] = (this.edges[a] ?? 0) + (this.edges[b] ?? 0);
    return a;
  }

  private rootOf(region: number): number {
    let root = region;
    for (let parent = this.parents[root]; parent !== undefined && parent !== root; parent = this.parents[root]) {
      this.parents[root] = this.parents[parent] ?? parent;
      root = parent;
    }
    return root;
  }
}

function stripOf(foot: number, head: number): Strip {
  const half = radians(head - foot) / 2;
  const middle = radians(head + foot) / 2;
  return {
    height: (head - foot) * METRES_PER_DEGREE,
    perLonAtFoot: metresPerLongitudeDegree(foot),
    perLonAtHead: metresPerLongitudeDegree(head),
    perLon: metresPerLongitudeDegree((foot + head) / 2),
    level: radians(1) * Math.sin(half) * Math.cos(middle) * earthRadius ** 2,
    tilt: ((Math.sin(middle) * 2 * (Math.sin(half) - half * Math.cos(half))) / (head - foot)) * earthRadius ** 2,
  };
}

/** Integral over the sphere of a width that changes evenly with the latitude. */
function squareMetres({ level, tilt }: Strip, footWidth: number, headWidth: number): number {
  return Math.max(0, (footWidth + headWidth) * level - (headWidth - footWidth) * tilt);
}

function sideMetres({ height, perLon }: Strip, degrees: number): number {
  const across = degrees * perLon;
  return Math.sqrt(across * across + height * height);
}
