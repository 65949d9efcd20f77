import { describe, expect, it } from '@jest/globals';
import { metresPlane } from '../../geo/index.js';
import { boxAround, type Candidate, relationTo } from './layer-relation.rules.js';

const ORIGIN = { lon: 116.54, lat: 37.88, uncertaintyMetres: null };
const plane = metresPlane(ORIGIN);

/** A square by its middle and half its width, in metres from the origin. */
function square(number: number, east: number, north: number, half: number): Candidate {
  const corner = (x: number, y: number): number[] => {
    const { lon, lat } = plane.from([east + x * half, north + y * half]);
    return [lon, lat];
  };
  const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)];
  return { featureId: `f${number}`, number, geometry: { type: 'Polygon', coordinates: [ring] } };
}

describe('how a position stands to areas', () => {
  it('inside, with the way to the edge', () => {
    const { relation, featureId, distanceMetres } = relationTo(ORIGIN, [square(1, 0, 0, 50)], 100);
    expect([relation, featureId]).toEqual(['inside', 'f1']);
    expect(distanceMetres).toBeCloseTo(50, 1);
  });

  it('inside of two: the one that holds it deepest', () => {
    expect(relationTo(ORIGIN, [square(1, 0, 0, 50), square(2, 0, 0, 90)], 100).featureId).toBe('f2');
  });

  it('near the nearer of two', () => {
    const found = relationTo(ORIGIN, [square(1, 130, 0, 50), square(2, -100, 0, 50)], 100);
    expect([found.relation, found.featureId, found.distanceMetres?.toFixed(1)]).toEqual(['near', 'f2', '50.0']);
  });

  it.each([
    [99, 'near'],
    [101, 'outside'],
  ])('%i metres away is %s where near is within 100', (gap, relation) => {
    expect(relationTo(ORIGIN, [square(1, 50 + gap, 0, 50)], 100).relation).toBe(relation);
  });

  it.each([
    [40, 10, 'inside'],
    [-40, 10, 'near'],
    [8, 10, 'uncertain'],
    [-8, 10, 'uncertain'],
    [-150, 10, 'outside'],
    [-150, 160, 'uncertain'],
    [8, null, 'inside'],
  ])('%i metres inside, known to %s, is %s', (depth, uncertaintyMetres, relation) => {
    const area = square(1, 500 - depth, 0, 500);
    expect(relationTo({ ...ORIGIN, uncertaintyMetres }, [area], 100).relation).toBe(relation);
  });

  it('outside where there is nothing, and then nothing is named', () => {
    expect(relationTo(ORIGIN, [], 100)).toEqual({ relation: 'outside', featureId: null, distanceMetres: null });
  });

  it('looks as far as near reaches', () => {
    const { minLon, maxLon, minLat, maxLat } = boxAround(ORIGIN, 100);
    const [east, north] = plane.to({ lon: maxLon, lat: maxLat });
    const [west, south] = plane.to({ lon: minLon, lat: minLat });
    expect([east, north, west, south].map((metres) => metres.toFixed(3))).toEqual([
      '100.000',
      '100.000',
      '-100.000',
      '-100.000',
    ]);
  });
});
