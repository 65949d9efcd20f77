import { describe, expect, it } from '@jest/globals';
import { rasterIn, type RasterTags } from './raster.rules.js';

const GAOFEN: RasterTags = {
  widthPixels: 1000,
  heightPixels: 500,
  bands: 4,
  pixelScale: [0.8, 0.8, 0],
  tiepoint: [0, 0, 0, 500_000, 4_200_000, 0],
  transformation: null,
  geoKeys: { GTModelTypeGeoKey: 1, GTRasterTypeGeoKey: 1, ProjectedCSTypeGeoKey: 32_650 },
  dateTime: '2026:03:01 10:00:00',
};

describe('where a raster lies', () => {
  it('is its outline on the ground, with its bounds and the size of a pixel', () => {
    const { place, refusal, dateTime } = rasterIn(GAOFEN);
    expect([refusal, dateTime]).toEqual([null, '2026:03:01 10:00:00']);
    expect(place).toMatchObject({ method: 'geotiff', crs: 'EPSG:32650', gsdMetres: expect.closeTo(0.8, 2) });
    // The zone’s own meridian is 117° E; the distance from the equator is known to a metre.
    const [west = 0, south = 0, east = 0, north = 0] = place?.bounds ?? [];
    expect(west).toBeCloseTo(117, 9);
    expect((east - west) * 111_320 * Math.cos((north * Math.PI) / 180)).toBeCloseTo(800, -1);
    expect((north - south) * 111_000).toBeCloseTo(400, -1);
    const ring = place?.geometry.coordinates[0] ?? [];
    expect(ring).toHaveLength(33);
    expect(ring[0]).toEqual(ring.at(-1));
    const area = ring.slice(1).reduce((sum, [x, y], index) => {
      const [fromX = 0, fromY = 0] = ring[index] ?? [];
      return sum + fromX * y - x * fromY;
    }, 0);
    expect(area).toBeGreaterThan(0);
  });

  it('is the same in the national system, with and without the zone in the easting', () => {
    const at = (crs: number, east: number) =>
      rasterIn({
        ...GAOFEN,
        tiepoint: [0, 0, 0, east, 4_200_000, 0],
        geoKeys: { ...GAOFEN.geoKeys, ProjectedCSTypeGeoKey: crs },
      }).place?.bounds ?? [];
    const [without, withZone, three] = [at(4509, 500_000), at(4498, 20_500_000), at(4548, 500_000)];
    expect(without[0]).toBeCloseTo(117, 9);
    expect(withZone).toEqual(without.map((degree) => expect.closeTo(degree, 9)));
    expect(three[0]).toBeCloseTo(117, 9);
  });

  it('is read from degrees, and half a pixel off where the tie point is the middle of one', () => {
    const degrees: RasterTags = {
      ...GAOFEN,
      pixelScale: [0.001, 0.001, 0],
      tiepoint: [0, 0, 0, 116, 38, 0],
      geoKeys: { GTModelTypeGeoKey: 2, GTRasterTypeGeoKey: 1, GeographicTypeGeoKey: 4490 },
    };
    expect(rasterIn(degrees).place?.bounds).toEqual([116, 37.5, 117, 38].map((at) => expect.closeTo(at, 9)));
    const middle = rasterIn({ ...degrees, geoKeys: { ...degrees.geoKeys, GTRasterTypeGeoKey: 2 } });
    expect(middle.place?.bounds[0]).toBeCloseTo(115.9995, 9);
  });

  it('is read from a turned grid', () => {
    const transformation = [0, 0.001, 0, 116, 0.001, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0, 1];
    const geoKeys = { GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 4326 };
    const { place } = rasterIn({ ...GAOFEN, tiepoint: null, pixelScale: null, transformation, geoKeys });
    expect(place?.bounds).toEqual([116, 38, 116.5, 39].map((at) => expect.closeTo(at, 9)));
  });

  it.each([
    ['no grid', { tiepoint: null }, 'NOT_GEOREFERENCED'],
    ['a pixel of no size', { pixelScale: [0, 0, 0] }, 'NOT_GEOREFERENCED'],
    ['a grid of nonsense', { tiepoint: [0, 0, 0, NaN, 1, 0] }, 'NOT_GEOREFERENCED'],
    ['no system', { geoKeys: {} }, 'CRS_UNKNOWN'],
    ['a system of its own', { geoKeys: { ProjectedCSTypeGeoKey: 32_767 } }, 'CRS_UNKNOWN'],
    ['a system of elsewhere', { geoKeys: { ProjectedCSTypeGeoKey: 27_700 } }, 'CRS_UNKNOWN'],
    [
      'degrees beyond the pole',
      { geoKeys: { GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 4326 } },
      'OUTSIDE_OF_THE_EARTH',
    ],
  ])('is unknown with %s', (_, over, refusal) => {
    expect(rasterIn({ ...GAOFEN, ...over })).toMatchObject({ place: null, refusal });
  });
});
