import { describe, expect, it } from '@jest/globals';
import { areaSquareMetres } from '../../../geo/index.js';
import { atOnce } from '../deconfliction/deconfliction.rules.js';
import type { ZoneReading } from './zone-draft.js';
import { parseZoneJson, readFeatures } from './zone-file.rules.js';

const square = (west = 116, south = 38, side = 0.01) => [
  [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ],
];
const polygon = (coordinates: unknown = square()) => ({ type: 'Polygon', coordinates });

function read(file: unknown): ZoneReading {
  const parsed = parseZoneJson(JSON.stringify(file));
  if (!parsed.ok) throw new Error(parsed.code);
  return atOnce(readFeatures(parsed.format, parsed.features));
}

const plain = (properties: object, geometry: object = polygon()) => ({ type: 'Feature', properties, geometry });
const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });
const sound = { name: '水源地', rule: 'prohibited', code: 'A1', lowerMetres: 0, upperMetres: 120 };
const faultOf = (properties: object, geometry?: object) =>
  read(collection(plain(properties, geometry))).faults[0]?.code;

describe('plain GeoJSON', () => {
  it('becomes zones in metres above ground', () => {
    const reading = read(collection(plain({ ...sound, authority: '某市', contact: { phone: '0317' } })));
    expect(reading).toMatchObject({ format: 'geojson', features: 1, skipped: 0, faults: [] });
    expect(reading.drafts[0]).toMatchObject({
      code: 'A1',
      name: '水源地',
      rule: 'prohibited',
      band: { lowerMetres: 0, upperMetres: 120 },
      authority: '某市',
      contact: { phone: '0317' },
      applicability: [],
      notes: [],
    });
  });

  it.each([
    [
      'POLYGON_SELF_CROSSING',
      sound,
      polygon([
        [
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
          [0, 0],
        ],
      ]),
    ],
    [
      'POLYGON_UNCLOSED',
      sound,
      polygon([
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      ]),
    ],
    [
      'POLYGON_ANTIMERIDIAN',
      sound,
      polygon([
        [
          [179, 0],
          [-179, 0],
          [-179, 1],
          [179, 1],
          [179, 0],
        ],
      ]),
    ],
    [
      'POLYGON_MALFORMED',
      sound,
      polygon([
        [
          ['116', 38],
          [1, 0],
          [1, 1],
          ['116', 38],
        ],
      ]),
    ],
    ['ZONE_GEOMETRY_MISSING', sound, { type: 'LineString', coordinates: [] }],
    ['ZONE_BAND_UPSIDE_DOWN', { ...sound, lowerMetres: 120, upperMetres: 30 }, polygon()],
    ['ZONE_HEIGHT_MALFORMED', { ...sound, upperMetres: '1,2' }, polygon()],
    ['ZONE_UNIT_MISSING', { name: 'a', rule: 'prohibited', upperLimit: 400, upperVerticalReference: 'AGL' }, polygon()],
    ['ZONE_REFERENCE_UNKNOWN', { name: 'a', rule: 'prohibited', upperLimit: 400, unit: 'FT' }, polygon()],
    ['ZONE_RULE_UNKNOWN', { ...sound, rule: 'forbidden' }, polygon()],
    ['ZONE_NAME_MISSING', { ...sound, name: ' ' }, polygon()],
    ['ZONE_TEXT_MALFORMED', { ...sound, authority: 'a\u0000b' }, polygon()],
    ['ZONE_TEXT_MALFORMED', { ...sound, contact: { phone: 'a\ud800' } }, polygon()],
    [
      'ZONE_PERIOD_EMPTY',
      { ...sound, during: { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
      polygon(),
    ],
    ['ZONE_TIME_MALFORMED', { ...sound, during: { from: '2026-02-01' } }, polygon()],
    ['ZONE_TIME_MALFORMED', { ...sound, during: { from: '2026-02-30T00:00:00Z' } }, polygon()],
  ])('names %s by the place of its feature', (code, properties, geometry) => {
    const { faults, drafts } = read(collection(plain(sound), plain(properties, geometry)));
    expect(faults).toMatchObject([{ feature: 1, code }]);
    expect(drafts).toHaveLength(1);
  });

  it('tells every fault of a file at once, also a code that comes twice', () => {
    const { faults } = read(collection(plain({ ...sound, rule: 'x' }), plain(sound), plain(sound), plain({})));
    expect(faults.map(({ feature, code }) => [feature, code])).toEqual([
      [0, 'ZONE_RULE_UNKNOWN'],
      [2, 'ZONE_CODE_TWICE'],
      [3, 'ZONE_RULE_UNKNOWN'],
    ]);
  });

  it('reads hours on the clocks of China, UTC or none', () => {
    const schedule = (timeZone?: string) => ({
      ...sound,
      during: {},
      schedule: [{ days: ['MON', 'FRI'], startTime: '08:00', endTime: '18:30', ...(timeZone && { timeZone }) }],
    });
    const [window] = read(collection(plain(schedule('Asia/Shanghai')))).drafts[0]?.applicability[0]?.windows ?? [];
    expect(window).toEqual({ days: ['MON', 'FRI'], fromMinute: 480, toMinute: 1_110, offsetMinutes: 480 });
    const [unknown] = read(collection(plain(schedule()))).drafts;
    expect(unknown).toMatchObject({ applicability: [], notes: ['CLOCK_UNKNOWN'] });
    expect(faultOf({ ...schedule('UTC'), schedule: [{ days: ['XYZ'], startTime: '08:00Z', endTime: '09:00Z' }] })).toBe(
      'ZONE_TIME_MALFORMED',
    );
  });
});

const ed269 = (change: object = {}, volume: object = {}) => ({
  title: 'zones',
  features: [
    {
      identifier: 'CN001',
      country: 'CHN',
      name: '机场',
      type: 'COMMON',
      restriction: 'PROHIBITED',
      reason: ['AIR_TRAFFIC'],
      applicability: [{ permanent: 'YES' }],
      zoneAuthority: [{ name: '管制部门', phone: '110', purpose: 'AUTHORIZATION' }],
      geometry: [
        {
          uomDimensions: 'FT',
          lowerLimit: 0,
          lowerVerticalReference: 'AGL',
          upperLimit: 400,
          upperVerticalReference: 'AGL',
          horizontalProjection: polygon(),
          ...volume,
        },
      ],
      ...change,
    },
  ],
});

describe('ED-269', () => {
  it('becomes zones, feet turned into metres', () => {
    const { format, drafts } = read(ed269());
    expect(format).toBe('ed269');
    expect(drafts).toMatchObject([
      {
        code: 'CN001',
        rule: 'prohibited',
        band: { lowerMetres: 0, upperMetres: 121.92 },
        vertical: { upper: { value: 400, unit: 'FT', reference: 'AGL' } },
        authority: '管制部门',
        contact: { phone: '110' },
        notes: ['FEET_CONVERTED'],
      },
    ]);
  });

  it('draws a polygon around a circle, and makes a zone of each volume', () => {
    const circle = { type: 'Circle', center: [116, 38], radius: 1_000 };
    const volume = { uomDimensions: 'M', lowerLimit: 0, lowerVerticalReference: 'AGL', horizontalProjection: circle };
    const { drafts } = read(ed269({ geometry: [volume, { ...volume, lowerLimit: 120 }] }));
    expect(drafts.map(({ code, notes }) => [code, notes])).toEqual([
      ['CN001#1', ['CIRCLE_AS_POLYGON']],
      ['CN001#2', ['CIRCLE_AS_POLYGON']],
    ]);
    const area = drafts[0] ? areaSquareMetres(drafts[0].geometry) : 0;
    expect(area / (Math.PI * 1_000_000)).toBeGreaterThan(1);
    expect(area / (Math.PI * 1_000_000)).toBeLessThan(1.01);
  });

  it.each(['08:00Z', '08:00:00.00Z', '16:00+08:00'])('reads the time %s', (startTime) => {
    const schedule = [{ day: ['ANY'], startTime, endTime: '18:00Z' }];
    const { drafts } = read(ed269({ applicability: [{ permanent: 'NO', schedule }] }));
    const window = drafts[0]?.applicability[0]?.windows[0];
    expect((window?.fromMinute ?? 0) - (window?.offsetMinutes ?? 0)).toBe(480);
    expect((window?.toMinute ?? 0) - (window?.offsetMinutes ?? 0)).toBe(18 * 60);
  });

  it('passes over what restricts nothing, and asks for unit and reference', () => {
    expect(read(ed269({ restriction: 'NO_RESTRICTION' }))).toMatchObject({ skipped: 1, drafts: [], faults: [] });
    expect(read(ed269({}, { uomDimensions: undefined })).faults).toMatchObject([
      { feature: 0, code: 'ZONE_UNIT_MISSING' },
    ]);
    expect(
      read(ed269({}, { horizontalProjection: { type: 'Circle', center: [1, 2], radius: 0 } })).faults,
    ).toMatchObject([{ code: 'ZONE_RADIUS_MALFORMED' }]);
  });
});

describe('ED-318', () => {
  const zone = (geometry: object, properties: object = {}) =>
    collection({
      type: 'Feature',
      geometry,
      properties: {
        identifier: 'X1',
        country: 'CHN',
        name: [
          { text: 'Harbour', lang: 'en-GB' },
          { text: '港口', lang: 'zh-CN' },
        ],
        type: 'REQ_AUTHORIZATION',
        variant: 'COMMON',
        ...properties,
      },
    });
  const layer = { lower: 100, lowerReference: 'AMSL', upper: 300, upperReference: 'AMSL', uom: 'm' };

  it('becomes zones; heights above the sea reach the ground and have no top', () => {
    const { format, drafts } = read(zone({ ...polygon(), layer }));
    expect(format).toBe('ed318');
    expect(drafts).toMatchObject([
      { code: 'X1', name: '港口', rule: 'authorisation', band: { lowerMetres: 0, upperMetres: undefined } },
    ]);
    expect(drafts[0]?.notes).toEqual(['LOWER_NOT_ABOVE_GROUND', 'UPPER_NOT_ABOVE_GROUND']);
    expect(drafts[0]?.vertical?.lower).toEqual({ value: 100, unit: 'M', reference: 'AMSL' });
  });

  it.each<unknown>(['always', 7, ['MON'], [{ permanent: 'YES' }, 'and so on'], [{ schedule: 'weekdays' }], true])(
    'does not take %j for always',
    (limitedApplicability) => {
      const { drafts, faults } = read(zone({ ...polygon(), layer }, { limitedApplicability }));
      expect([drafts, faults.map(({ code }) => code)]).toEqual([[], ['ZONE_TIME_MALFORMED']]);
    },
  );

  it('takes a daylight event for always, and reads circles and several layers', () => {
    const point = { type: 'Point', coordinates: [116, 38], extent: { subType: 'Circle', radius: 500 }, layer };
    const limitedApplicability = [{ schedule: [{ day: ['MON'], startEvent: 'SR', endEvent: 'SS' }] }];
    const { drafts, faults } = read(
      zone({ type: 'GeometryCollection', geometries: [point, { ...polygon(), layer }] }, { limitedApplicability }),
    );
    expect(faults).toEqual([]);
    expect(drafts.map(({ code }) => code)).toEqual(['X1#1', 'X1#2']);
    expect(drafts[0]).toMatchObject({ applicability: [] });
    expect(drafts[0]?.notes).toContain('DAYLIGHT_EVENT_UNKNOWN');
  });
});

describe('parseZoneJson', () => {
  it.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:EPSG::4490'])('takes a file in %s', (name) => {
    const file = { ...collection({ type: 'Feature' }), crs: { type: 'name', properties: { name } } };
    expect(parseZoneJson(JSON.stringify(file))).toMatchObject({ ok: true, format: 'geojson' });
  });

  it.each([
    ['not json', 'ZONE_FILE_NOT_JSON'],
    ['[]', 'ZONE_FILE_UNKNOWN'],
    ['{"type":"FeatureCollection","features":[]}', 'ZONE_FILE_EMPTY'],
    ['{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:4214"}},"features":[{}]}', 'ZONE_FILE_NOT_WGS84'],
    ['{"type":"FeatureCollection","crs":"Xian80","features":[{}]}', 'ZONE_FILE_NOT_WGS84'],
  ])('refuses %s', (text, code) => expect(parseZoneJson(text)).toEqual({ ok: false, code }));
});
