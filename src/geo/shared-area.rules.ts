import type { Areal, BoundingBox } from './geo.types.js';
import { type Outline, outlinesOf } from './outline.js';
import { boxesMeet } from './polygon.rules.js';
import { RegionTally } from './region-tally.js';
import { StripSweep } from './strip-sweep.js';

/**
 * What is thinner than this on average is a touch. Two plans that share an edge, each with its own points on it rounded
 * to seven decimals of a degree (about 1 cm), agree no better than to twice that.
 */
export const TOUCH_METRES = 0.02;

/**
 * Square metres that two shapes have in common, without the slivers that rounding leaves along a shared edge. Exact up
 * to outlines that cross each other many ten thousand times; of those it may be a part of the whole, never nothing.
 */
export function sharedSquareMetres(a: Areal, b: Areal): number {
  let sum = 0;
  for (const one of outlinesOf(a)) {
    for (const other of outlinesOf(b)) {
      if (boxesMeet(one.box, other.box)) sum += sharedByTwo(one, other);
    }
  }
  return sum;
}

/**
 * Square metres of the shape that the covers hold together, however they lie over each other, without slivers. Of covers
 * that cross each other many ten thousand times it may be a part of the whole, never nothing.
 */
export function coveredSquareMetres(geometry: Areal, covers: readonly Areal[]): number {
  const outlines = covers.flatMap((cover) => outlinesOf(cover));
  let sum = 0;
  for (const one of outlinesOf(geometry)) {
    const near = outlines.filter((other) => boxesMeet(one.box, other.box));
    const tally = new RegionTally();
    const covered = (): number => tally.squareMetresWiderThan(TOUCH_METRES);
    const sweep = new StripSweep([one, ...near], one.box, (inFirst, others) => inFirst && others > 0);
    if (near.length > 0) sweep.into(tally, () => covered() > 0);
    sum += covered();
  }
  return sum;
}

/** Whether the covers together hold the whole shape, but for slivers. */
export function isCoveredBy(geometry: Areal, covers: readonly Areal[]): boolean {
  const outlines = covers.flatMap((cover) => outlinesOf(cover));
  return outlinesOf(geometry).every((one) => {
    const near = outlines.filter((other) => boxesMeet(one.box, other.box));
    if (near.length === 0) return false;
    const tally = new RegionTally();
    const open = (): boolean => tally.squareMetresWiderThan(TOUCH_METRES) > 0;
    new StripSweep([one, ...near], one.box, (inFirst, others) => inFirst && others === 0).into(tally, open);
    return !open();
  });
}

function sharedByTwo(one: Outline, other: Outline): number {
  const tally = new RegionTally();
  const shared = (): number => tally.squareMetresWiderThan(TOUCH_METRES);
  const sweep = new StripSweep([one, other], common(one.box, other.box), (inFirst, others) => inFirst && others > 0);
  sweep.into(tally, () => shared() > 0);
  return shared();
}

function common(a: BoundingBox, b: BoundingBox): BoundingBox {
  return {
    minLon: Math.max(a.minLon, b.minLon),
    minLat: Math.max(a.minLat, b.minLat),
    maxLon: Math.min(a.maxLon, b.maxLon),
    maxLat: Math.min(a.maxLat, b.maxLat),
  };
}
