import { describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import { measureArea, measureHeight, measureLength, measureVolume } from './measuring.rules.js';

const FIELD: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [116.54, 37.88],
      [116.541, 37.88],
      [116.541, 37.881],
      [116.54, 37.881],
      [116.54, 37.88],
    ],
  ],
};

describe('figures', () => {
  it('of an area in three units that agree', () => {
    const { result, uncertainty } = measureArea(FIELD, 0.5);
    const { squareMetres = NaN, hectares = NaN, mu = NaN, perimeterMetres = NaN } = result;
    expect(squareMetres).toBeCloseTo(9764.69, 1);
    expect(hectares).toBeCloseTo(squareMetres / 10_000, 12);
    expect(mu).toBeCloseTo(hectares * 15, 12);
    expect(uncertainty).toEqual({
      model: 'POSITION_TIMES_PERIMETER',
      sigmaMetres: 0.5,
      value: 0.5 * perimeterMetres,
    });
  });

  it('say that nothing is known of their uncertainty where nothing is', () => {
    expect(measureArea(FIELD, undefined).uncertainty).toEqual({ model: 'UNKNOWN', sigmaMetres: null, value: null });
    const [from, to] = [
      { metres: 10, reference: 'local', sigmaMetres: 0.1 },
      { metres: 12, reference: 'local' },
    ] as const;
    expect(measureHeight(from, to)?.uncertainty.value).toBeNull();
  });

  it('of a length', () => {
    const line = {
      type: 'LineString' as const,
      coordinates: [
        [116, 38],
        [116, 38.001],
        [116, 38.002],
      ],
    };
    const { result, uncertainty } = measureLength(line, 1);
    expect(result['metres']).toBeCloseTo(221.99, 1);
    expect(uncertainty.value).toBeCloseTo(2, 12);
  });

  it('of heights over one zero level only', () => {
    const height = (metres: number, reference: 'local' | 'china_1985') => ({ metres, reference, sigmaMetres: 3 });
    expect(measureHeight(height(10, 'local'), height(14, 'local'))).toEqual({
      result: { metres: 4 },
      uncertainty: { model: 'ROOT_OF_SQUARES', sigmaMetres: Math.hypot(3, 3), value: Math.hypot(3, 3) },
    });
    expect(measureHeight(height(10, 'local'), height(14, 'china_1985'))).toBeUndefined();
  });

  it('of a volume on a grid whose plane is smaller than the ground', () => {
    const sums = { cells: 100, nodataCells: 20, above: 40, below: 10, cellArea: 1 };
    const ground = measureArea(FIELD, undefined).result['squareMetres'] ?? NaN;
    const { result, uncertainty } = measureVolume(FIELD, ground / 2, sums, { sigma: 0.1, surfaces: 2 });
    expect(result).toMatchObject({ nodataShare: 0.2, cells: 100 });
    expect(result['fillCubicMetres']).toBeCloseTo(80, 9);
    expect(result['cutCubicMetres']).toBeCloseTo(20, 9);
    expect(result['netCubicMetres']).toBeCloseTo(60, 9);
    expect(uncertainty.value).toBeCloseTo(0.1 * Math.SQRT2 * 160, 9);
  });
});
