import { describe, expect, it } from '@jest/globals';
import { circle, contains, destination, type Position } from '../../geo/index.js';
import { FenceIndex } from './fence-index.js';

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('finding fences', () => {
  it('gives those that hold the position, small and wide, as asking each of them does', () => {
    const next = numbers(7);
    const place = (): Position => ({ lon: 114 + 2 * next(), lat: 37 + 2 * next() });
    const fences = Array.from({ length: 200 }, (_, id) => ({
      id,
      geometry: circle(place(), id % 20 === 0 ? 60_000 : 300 + 3_000 * next()),
    }));
    const index = new FenceIndex(fences);
    let held = 0;
    for (let nth = 0; nth < 400; nth += 1) {
      const near = fences[nth % 200];
      const spot = nth % 2 === 0 ? place() : destination(place(), 0, near ? 100 : 0);
      const found = index.at(spot).map(({ id }) => id);
      const expected = fences.filter(({ geometry }) => contains(geometry, spot)).map(({ id }) => id);
      expect(found.toSorted((a, b) => a - b)).toEqual(expected);
      held += found.length;
    }
    expect(held).toBeGreaterThan(100);
  });
});
