import { describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import { contains } from './polygon.rules.js';
import { pointOn } from './point-on.rules.js';

const polygon = (...coordinates: number[][][]): Polygon => ({ type: 'Polygon', coordinates });

describe('a point that stands for a shape', () => {
  it('is the point itself, without its height', () => {
    expect(pointOn({ type: 'Point', coordinates: [116.5, 37.9, 12] })).toEqual({ lon: 116.5, lat: 37.9 });
  });

  it('lies half way along a line, not at its middle corner', () => {
    const line = [
      [116, 38],
      [116, 38.001],
      [116, 38.002],
      [116, 38.01],
    ];
    const { lon, lat } = pointOn({ type: 'LineString', coordinates: line });
    expect(lon).toBe(116);
    expect(lat).toBeCloseTo(38.005, 6);
  });

  it('of a line that never leaves its first point is that point', () => {
    const coordinates = [
      [116, 38],
      [116, 38],
    ];
    expect(pointOn({ type: 'LineString', coordinates })).toEqual({ lon: 116, lat: 38 });
  });

  const square = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [0, 0],
  ];
  const hole = [
    [1, 1],
    [3, 1],
    [3, 3],
    [1, 3],
    [1, 1],
  ];
  const horseshoe = [
    [0, 0],
    [6, 0],
    [6, 6],
    [5, 6],
    [5, 1],
    [1, 1],
    [1, 6],
    [0, 6],
    [0, 0],
  ];
  const diamond = [
    [0, -2],
    [2, 0],
    [0, 2],
    [-2, 0],
    [0, -2],
  ];

  it.each([
    ['a square', polygon(square)],
    ['a square with a hole in its middle', polygon(square, hole)],
    ['a horseshoe', polygon(horseshoe)],
    ['a diamond with corners at its middle', polygon(diamond)],
  ])('lies inside %s', (_, shape) => {
    expect(contains(shape, pointOn(shape))).toBe(true);
  });

  it('of a polygon without an inside is one of its corners', () => {
    const flat = [
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 0],
    ];
    expect(pointOn(polygon(flat))).toEqual({ lon: 0, lat: 0 });
  });
});
