import { describe, expect, it } from '@jest/globals';
import { coordinatesOf, MOST_DRAWN_PLACES, thinned } from './track-line.rules.js';

const line = (places: number): number[] => Array.from({ length: places }, (_, nth) => [nth, -nth]).flat();

describe('the line that a map draws of a track', () => {
  it('is the whole track as long as that is short', () => {
    expect(coordinatesOf(thinned(line(3)))).toEqual([
      [0, -0],
      [1, -1],
      [2, -2],
    ]);
    expect(coordinatesOf(thinned([]))).toEqual([]);
    expect(thinned(line(MOST_DRAWN_PLACES))).toHaveLength(MOST_DRAWN_PLACES * 2);
  });

  it('has the first and the last place of a long one, and no place twice', () => {
    const drawn = coordinatesOf(thinned(line(12_345)));
    expect(drawn).toHaveLength(MOST_DRAWN_PLACES);
    expect(drawn[0]).toEqual([0, -0]);
    expect(drawn.at(-1)).toEqual([12_344, -12_344]);
    expect(new Set(drawn.map(([lon]) => lon)).size).toBe(MOST_DRAWN_PLACES);
    expect(coordinatesOf(thinned(line(11), 3)).map(([lon]) => lon)).toEqual([0, 5, 10]);
  });
});
