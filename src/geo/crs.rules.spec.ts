import { describe, expect, it } from '@jest/globals';
import { crsByCode, crsByText } from './crs.rules.js';

const CGCS2000 =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],' +
  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const ZONE_117 =
  `PROJCS["CGCS2000_3_Degree_GK_CM_117E",${CGCS2000},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],` +
  'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],' +
  'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';

describe('systems of coordinates', () => {
  // Expected values: gdaltransform 3.6.2, EPSG:4490 to each of these.
  it.each([
    [4548, [459_736.878_477_518, 4_194_954.40182119]],
    [4527, [39_459_736.878_477, 4_194_954.40182119]],
  ] as const)('EPSG:%i there and back', (code, [x, y]) => {
    const crs = crsByCode(code);
    const [east = NaN, north = NaN] = crs?.fromWgs84([116.5423, 37.8861]) ?? [];
    expect([east - x, north - y].map((off) => Math.abs(off) < 1e-4)).toEqual([true, true]);
    const [lon = NaN, lat = NaN] = crs?.toWgs84([x, y]) ?? [];
    expect([lon, lat].map((degrees) => degrees.toFixed(8))).toEqual(['116.54230000', '37.88610000']);
  });

  it('CGCS2000 in degrees is taken as WGS-84', () => {
    expect(crsByCode(4490)?.toWgs84([116.5, 37.9])).toEqual([116.5, 37.9]);
    expect(crsByText(CGCS2000)?.isGeographic).toBe(true);
  });

  it('a .prj as ArcGIS writes it', () => {
    const [lon = NaN, lat = NaN] = crsByText(ZONE_117)?.toWgs84([459_736.878_477_518, 4_194_954.40182119]) ?? [];
    expect([lon.toFixed(8), lat.toFixed(8)]).toEqual(['116.54230000', '37.88610000']);
  });

  it.each([
    ['Beijing 1954', CGCS2000.replace('D_China_2000', 'D_Beijing_1954')],
    ['Xi’an 1980 in a zone', ZONE_117.replace('D_China_2000', 'D_Xian_1980')],
    ['a local plane', 'LOCAL_CS["plan of the works"]'],
    ['nothing', ''],
    ['what is cut off', ZONE_117.slice(0, 200)],
    ['grads from Paris', CGCS2000.replace('"Greenwich",0.0', '"Paris",2.33').replace('"Degree"', '"Grad"')],
  ])('%s is refused', (_, wkt) => {
    expect(crsByText(wkt)).toBeUndefined();
  });

  it.each([2431, 4214, 4610, 0, NaN])('EPSG:%i is refused', (code) => {
    expect(crsByCode(code)).toBeUndefined();
  });
});
