import { describe, expect, it } from '@jest/globals';
import { VolumesInput } from './flight-volume.schemas.js';

const corridor = (line: readonly (readonly number[])[], widthMetres: number) => ({
  corridor: { line, widthMetres },
  lowerMetres: 0,
  upperMetres: 100,
});
const points = (count: number, at: (nth: number) => [number, number]) =>
  Array.from({ length: count }, (_, nth) => at(nth));
const faultsOf = (volumes: readonly unknown[]) =>
  VolumesInput.safeParse(volumes).error?.issues.map(({ message, path }) => [path.join('.'), message]);

const TO_AND_FRO = points(100, (nth) => [116 + (nth % 2) * 0.1, 37 + nth * 1e-4]);
const STAR = points(100, (nth) => [116 + Math.cos(nth * 3), 37 + Math.sin(nth * 3)]);
const RIVER = points(180, (nth) => [116 + nth * 5e-4, 37 + 0.001 * Math.sin(nth)]);
const RECORDED = points(1_000, (nth) => [116 + nth * 5e-4, 37]);

describe('a corridor', () => {
  it('along a river, or with a bend every few metres, becomes a polygon', () => {
    expect(faultsOf([corridor(RIVER, 100), corridor(RECORDED, 60)])).toBeUndefined();
  });

  it.each([
    ['folds back within its own width', corridor(TO_AND_FRO, 500)],
    ['crosses itself over and over', corridor(STAR, 10)],
  ])('that %s is refused before it is drawn', (_, tangled) => {
    expect(faultsOf([tangled])).toEqual([['', 'CORRIDOR_TANGLED']]);
  });

  it('is counted together with the others of the plan', () => {
    const some = corridor(TO_AND_FRO.slice(0, 50), 500);
    expect(faultsOf([some, some])).toEqual([['', 'CORRIDOR_TANGLED']]);
    const long = corridor(RECORDED, 60);
    expect(faultsOf([long, long, long])).toEqual([['', 'CORRIDOR_TANGLED']]);
  });

  it('is one of three ways to draw a volume', () => {
    expect(faultsOf([corridor(RIVER, 100), { lowerMetres: 0, upperMetres: 100 }])).toEqual([
      ['1', 'exactly one of geometry, circle and corridor'],
    ]);
  });
});
