import { describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import { gridFault, offsetBetween, onGrid, type SurfaceGrid } from './surface.rules.js';

const GRID: SurfaceGrid = {
  epsg: 4326,
  isTurned: false,
  isInMetres: true,
  originX: 116,
  originY: 38,
  stepX: 0.001,
  stepY: -0.001,
  width: 100,
  height: 100,
  bands: 1,
};
const outline = (west: number, south: number, east: number, north: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});

describe('the grid of a surface', () => {
  it.each([
    [{}, undefined],
    [{ epsg: null }, 'CRS_UNKNOWN'],
    [{ epsg: 32_767 }, 'CRS_UNKNOWN'],
    [{ isTurned: true }, 'GRID_TURNED'],
    [{ stepY: 0.001 }, 'GRID_TURNED'],
    [{ isInMetres: false }, 'UNITS_NOT_METRES'],
    [{ bands: 3 }, 'MORE_THAN_ONE_BAND'],
  ])('%j: %s', (over, fault) => {
    expect(gridFault({ ...GRID, ...over })).toBe(fault);
  });

  it.each([
    [{}, [0, 0]],
    [{ originX: 115.99, originY: 38.005 }, [10, 5]],
    [{ originX: 115.9995 }, undefined],
    [{ stepX: 0.00101 }, undefined],
    [{ epsg: 32_650 }, undefined],
  ])('lies on another: %j %j', (over, offset) => {
    // No cells to the north are as many as none to the south.
    expect(offsetBetween(GRID, { ...GRID, ...over })?.map((cells) => cells + 0)).toEqual(offset);
  });

  it('knows where an outline lies on it', () => {
    const placed = onGrid(outline(116.0105, 37.9605, 116.0305, 37.9805), GRID);
    expect(placed).toMatchObject({ window: [10, 19, 31, 40], cellArea: expect.closeTo(1e-6, 12) });
    expect(placed).toMatchObject({ planeArea: expect.closeTo(400e-6, 12) });
  });

  it.each([
    ['beside it', outline(117, 37.96, 117.1, 37.98)],
    ['partly beyond it', outline(116.01, 37.96, 116.2, 37.98)],
  ])('refuses an outline %s', (_, area) => {
    expect(onGrid(area, GRID)).toBe('OUTSIDE');
  });
});
