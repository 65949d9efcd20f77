import { describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import { plainZones } from '../zone-file/geojson-zones.rules.js';
import type { ZoneReading } from '../zone-file/zone-draft.js';
import { withSwapped } from './swapped.rules.js';

const square = (west: number, south: number, side: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
});

function readingOf(...geometries: readonly Polygon[]): ZoneReading {
  const drafts = geometries.flatMap((geometry, feature) => {
    const properties = { name: `Z${feature}`, rule: 'prohibited', lowerMetres: 0, upperMetres: 120 };
    return plainZones({ type: 'Feature', properties, geometry }).map((draft) => ({ ...draft, feature }));
  });
  return { format: 'geojson', features: geometries.length, drafts, skipped: 0, faults: [] };
}

describe('withSwapped', () => {
  // West of 90° E an exchanged pair still is a place on earth.
  const urumqi = square(87, 43, 1);

  it('finds zones whose longitude and latitude were exchanged', () => {
    const { faults } = withSwapped(readingOf(square(87.4, 43.4, 0.1), square(43.4, 87.4, 0.1)), urumqi);
    expect(faults).toEqual([{ feature: 1, name: 'Z1', code: 'ZONE_COORDINATES_SWAPPED' }]);
  });

  it('leaves alone what lies in the area, at its edge, or elsewhere either way', () => {
    const sound = readingOf(square(86.9, 42.9, 0.2), square(100, 30, 0.1), square(43.4, 43.4, 0.1));
    expect(withSwapped(sound, urumqi)).toEqual(sound);
    expect(withSwapped(readingOf(square(43.4, 43.5, 0.1)), square(43, 43, 1)).faults).toEqual([]);
  });

  it('keeps the faults there were, in the order of the file', () => {
    const before = [{ feature: 3, name: null, code: 'ZONE_NAME_MISSING' }];
    const { faults } = withSwapped({ ...readingOf(square(43.4, 87.4, 0.1)), faults: before }, urumqi);
    expect(faults.map(({ feature }) => feature)).toEqual([0, 3]);
  });
});
