import { describe, expect, it } from '@jest/globals';
import type { Topology } from 'topojson-specification';
import { featuresFromGeoJson, featuresFromTopology } from './boundary-source.rules.js';
import { contains } from './polygon.rules.js';

const clockwise = [
  [115, 38],
  [115, 39],
  [116, 39],
  [116, 38],
  [115, 38],
];
const geometry = { type: 'Polygon', coordinates: [clockwise] };
const county = { adcode: '130923', name: '东光县', level: 'county', parent: '130900', label: [115.5, 38.5] };
const feature = (properties: unknown, shape: unknown = geometry) => ({ type: 'Feature', properties, geometry: shape });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

describe('featuresFromGeoJson', () => {
  it('reads what is given, and turns the ring to the right', () => {
    expect(featuresFromGeoJson(collection(feature(county)))).toEqual({
      ok: true,
      features: [
        {
          ...county,
          label: { lon: 115.5, lat: 38.5 },
          geometry: { type: 'Polygon', coordinates: [clockwise.toReversed()] },
        },
      ],
    });
  });

  it.each([
    [130923, 'county', '130900'],
    ['130900', 'city', '130000'],
    [130000, 'province', undefined],
  ])('derives level, parent and label of %s', (adcode, level, parent) => {
    const reading = featuresFromGeoJson(collection(feature({ adcode, name: 'x' })));
    const read = reading.ok ? reading.features[0] : undefined;
    expect(read).toMatchObject({ adcode: String(adcode), level });
    expect(read?.parent).toBe(parent);
    expect(read && contains(read.geometry, read.label)).toBe(true);
  });

  it('takes a named CRS that is WGS-84 or CGCS2000, and no other', () => {
    const named = (name: string) => ({ ...collection(feature(county)), crs: { type: 'name', properties: { name } } });
    for (const name of ['urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:EPSG::4490', 'EPSG:4326']) {
      expect(featuresFromGeoJson(named(name)).ok).toBe(true);
    }
    expect(featuresFromGeoJson(named('EPSG:3857'))).toEqual({ ok: false, code: 'BOUNDARY_NOT_WGS84' });
  });

  const open = { type: 'Polygon', coordinates: [clockwise.slice(0, 4)] };
  const inMetres = { type: 'Polygon', coordinates: [clockwise.map(([x = 0, y = 0]) => [x * 1000, y * 1000])] };
  it.each([
    ['nothing', null, { code: 'BOUNDARY_NOT_A_COLLECTION' }],
    ['a feature alone', feature(county), { code: 'BOUNDARY_NOT_A_COLLECTION' }],
    ['no features', collection(), { code: 'BOUNDARY_NOT_A_COLLECTION' }],
    ['no name', collection(feature({ adcode: '130923' })), { code: 'BOUNDARY_BAD_PROPERTIES', index: 0 }],
    ['an odd code', collection(feature({ ...county, adcode: '13' })), { code: 'BOUNDARY_BAD_PROPERTIES', index: 0 }],
    ['an odd level', collection(feature({ ...county, level: 'town' })), { code: 'BOUNDARY_BAD_PROPERTIES', index: 0 }],
    ['no geometry', collection(feature(county, null)), { code: 'BOUNDARY_BAD_GEOMETRY', index: 0 }],
    ['an open ring', collection(feature(county, open)), { code: 'BOUNDARY_BAD_GEOMETRY', index: 0 }],
    ['metres', collection(feature(county, inMetres)), { code: 'BOUNDARY_BAD_GEOMETRY', index: 0 }],
    ['a code twice', collection(feature(county), feature(county)), { code: 'BOUNDARY_REPEATED_ADCODE', index: 1 }],
  ])('refuses %s', (_, input, fault) => {
    expect(featuresFromGeoJson(input)).toEqual({ ok: false, ...fault });
  });
});

describe('featuresFromTopology', () => {
  const topology: Topology = {
    type: 'Topology',
    transform: { scale: [0.5, 0.5], translate: [115, 38] },
    arcs: [
      [
        [0, 0],
        [2, 0],
        [0, 2],
        [-2, 0],
        [0, -2],
      ],
    ],
    objects: {
      counties: { type: 'GeometryCollection', geometries: [{ type: 'Polygon', arcs: [[0]], properties: county }] },
      city: { type: 'Polygon', arcs: [[0]], properties: { adcode: '130900', name: '沧州市' } },
    },
  };

  it('reads all objects as one layer', () => {
    const reading = featuresFromTopology(topology);
    const read = reading.ok ? reading.features : [];
    expect(read.map(({ adcode, level }) => [adcode, level])).toEqual([
      ['130923', 'county'],
      ['130900', 'city'],
    ]);
    expect(read[0]?.geometry.coordinates).toEqual([clockwise.toReversed()]);
  });

  it('refuses one without objects', () => {
    expect(featuresFromTopology({ ...topology, objects: {} })).toEqual({
      ok: false,
      code: 'BOUNDARY_NOT_A_COLLECTION',
    });
  });
});
