import { describe, expect, it } from '@jest/globals';
import { AirCells } from './air-cells.js';

const sorted = (ids: readonly string[]): string[] => [...ids].sort((a, b) => a.localeCompare(b));

describe('aircraft sorted by cells', () => {
  it('finds whoever is within the edge of a cell, wherever in its cell one is', () => {
    const cells = new AirCells();
    const places = Array.from({ length: 4_000 }, (_, index) => ({
      id: String(index),
      position: { lon: 116 + ((index * 7_919) % 4_001) / 20_000, lat: 38 + ((index * 104_729) % 3_989) / 20_000 },
    }));
    for (const { id, position } of places) cells.add(id, position);
    for (const { position: from } of places.slice(0, 200)) {
      const around = new Set(cells.around(from));
      const within = places.filter(
        ({ position: { lon, lat } }) => Math.abs(lon - from.lon) < 0.01 && Math.abs(lat - from.lat) < 0.01,
      );
      expect(within.filter(({ id }) => !around.has(id))).toEqual([]);
    }
  });

  it('looks at nobody who is farther away than two cells', () => {
    const cells = new AirCells();
    cells.add('here', { lon: 116.0049, lat: 38.0049 });
    cells.add('next', { lon: 116.0151, lat: 38.0049 });
    cells.add('far', { lon: 116.0251, lat: 38.0049 });
    expect(sorted(cells.around({ lon: 116.005, lat: 38.005 }))).toEqual(['here', 'next']);
  });

  it('knows south and west of the origin', () => {
    const cells = new AirCells();
    cells.add('south-west', { lon: -0.001, lat: -0.001 });
    expect(cells.around({ lon: 0.001, lat: 0.001 })).toEqual(['south-west']);
  });
});
