import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipped } from '../../../src/platform/index.js';
import { collection, importZones, publicationOf, zoneFeature } from '../../factories/zones.js';
import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { hoursAhead, square, startCrew } from './mission-kit.js';

const BOOKED = hoursAhead(24, 36);
const FLOWN = hoursAhead(25, 26);

interface Zone {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly originId: string;
  readonly endedAt: string | null;
  readonly upperMetres: number | null;
}

interface Contact {
  readonly zoneId?: string;
  readonly version?: number;
  readonly overlapMetres: number;
  readonly overlapMinutes: number;
  readonly overlapFrom: string;
}

interface FlightAnswer {
  readonly id: string;
  readonly code?: string;
  readonly state?: string;
  readonly conflicts?: readonly Contact[];
  readonly alternatives?: readonly {
    changes: string;
    during: { from: string; to: string };
    bands: readonly object[];
  }[];
  readonly displaces?: readonly { flightId: string }[];
  readonly hits?: readonly { outcome: string; contact: Contact; settledAt: string | null }[];
}

describe('airspace over HTTP', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let deviceId: string;
  let row = 0;

  beforeAll(async () => {
    ({ app, pilot, commander, deviceId } = await startCrew(BOOKED, '沧州市人民检察院'));
  });
  afterAll(() => app.stop());

  /** Each test flies in a stretch of air of its own. */
  const freshAir = () => square(116.3, 37.5 + 0.05 * (row += 1), 0.02);
  const file = (geometry: object, change: object = {}) =>
    pilot.post<FlightAnswer>('/flights', {
      deviceId,
      pilotId: pilot.user.id,
      purpose: '河道排污口巡查',
      during: FLOWN,
      volumes: [{ geometry, lowerMetres: 30, upperMetres: 100 }],
      ...change,
    });
  const zonesOf = async (publicationId: string | null, ended = false) =>
    (await commander.get<{ items: Zone[] }>(`/airspace-zones?publicationId=${publicationId}&ended=${ended}`)).body
      .items;

  it('takes a file over, and makes versions when it comes again', async () => {
    const [a, b, c] = [freshAir(), freshAir(), freshAir()];
    const first = await importZones(
      commander,
      collection(zoneFeature('a', a), zoneFeature('b', b)),
      publicationOf('版本'),
    );
    expect(first).toMatchObject({ status: 200, body: { edition: 1, added: 2, format: 'geojson', flightsHit: 0 } });
    const { publicationId } = first.body;
    const [before] = (await zonesOf(publicationId)).filter(({ code }) => code === 'a');

    const next = collection(zoneFeature('a', a, { upperMetres: 60 }), zoneFeature('c', c));
    const again = await importZones(commander, next, publicationOf('版本', { publicationId }));
    expect(again.body).toMatchObject({ edition: 2, added: 1, changed: 1, ended: 1, unchanged: 0 });
    const inForce = await zonesOf(publicationId);
    expect(inForce.map(({ code, version }) => `${code} ${version}`)).toEqual(expect.arrayContaining(['a 2', 'c 1']));
    expect(inForce).toHaveLength(2);
    const old = await commander.get<Zone>(`/airspace-zones/${before?.id}`);
    expect(old.body).toMatchObject({ version: 1, upperMetres: 120, endedAt: expect.any(String) });
    const versions = await commander.get<{ items: Zone[] }>(`/airspace-zones/${before?.id}/versions`);
    expect(versions.body.items.map(({ version }) => version)).toEqual([2, 1]);

    const same = await importZones(commander, next, publicationOf('版本', { publicationId }));
    expect(same.body).toMatchObject({ edition: 3, added: 0, changed: 0, ended: 0, unchanged: 2 });
    const publication = await commander.get<{ editions: { number: number; unchanged: number }[] }>(
      `/airspace-publications/${publicationId}`,
    );
    expect(publication.body.editions.map(({ number, unchanged }) => [number, unchanged])).toEqual([
      [3, 2],
      [2, 0],
      [1, 0],
    ]);
    expect(await importZones(commander, next, publicationOf('版本'))).toMatchObject({
      status: 409,
      body: { code: 'PUBLICATION_EXISTS', publicationId },
    });
  });

  it('lists every fault with its feature and imports nothing', async () => {
    const bow = {
      type: 'Polygon',
      coordinates: [
        [
          [116, 38],
          [117, 39],
          [117, 38],
          [116, 39],
          [116, 38],
        ],
      ],
    };
    const faulty = collection(
      zoneFeature('good', freshAir()),
      zoneFeature('bow', bow),
      zoneFeature('feet', freshAir(), { lowerMetres: undefined, upperMetres: undefined, upperLimit: 400 }),
    );
    const faults = [
      { feature: 1, name: 'bow', code: 'POLYGON_SELF_CROSSING' },
      { feature: 2, name: 'feet', code: 'ZONE_UNIT_MISSING' },
    ];
    const dry = await importZones(commander, faulty, publicationOf('故障', { mode: 'dry_run' }));
    expect(dry).toMatchObject({ status: 200, body: { added: 1, faultCount: 2, faults, publicationId: null } });
    const refused = await importZones(commander, faulty, publicationOf('故障'));
    expect(refused).toMatchObject({ status: 422, body: { code: 'ZONE_IMPORT_REFUSED', faultCount: 2, faults } });
    const publications = await commander.get<{ items: { name: string }[] }>('/airspace-publications?limit=500');
    expect(publications.body.items.map(({ name }) => name)).not.toContain('故障');
    expect(await importZones(commander, '{', publicationOf('故障'))).toMatchObject({
      body: { code: 'ZONE_FILE_NOT_JSON' },
    });
    expect(await importZones(pilot, faulty, publicationOf('故障'))).toMatchObject({ status: 403 });
  });

  it('takes KML and KMZ over, and refuses what hides in them', async () => {
    const placemark = (name: string, extra = '') =>
      `<Placemark id="${name}"><name>${name}</name><ExtendedData><Data name="rule"><value>conditional</value></Data>` +
      `${extra}</ExtendedData><Polygon><extrude>1</extrude><altitudeMode>relativeToGround</altitudeMode>` +
      '<outerBoundaryIs><LinearRing><coordinates>119.5,38.5,60 119.6,38.5,60 119.6,38.6,60 119.5,38.5,60</coordinates>' +
      '</LinearRing></outerBoundaryIs></Polygon></Placemark>';
    const document = (...inside: string[]) =>
      `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.3"><Document>${inside.join('')}</Document></kml>`;
    const kml = document(placemark('湿地'));
    const taken = await importZones(commander, kml, publicationOf('湿地'));
    expect(taken.body).toMatchObject({ format: 'kml', added: 1, faultCount: 0 });
    expect((await zonesOf(taken.body.publicationId))[0]).toMatchObject({ code: '湿地', upperMetres: 60 });
    const kmz = await zipped({ 'doc.kml': kml }, new Date());
    expect((await importZones(commander, kmz, publicationOf('湿地压缩'))).body).toMatchObject({
      format: 'kmz',
      added: 1,
    });

    const code = async (file: string | Uint8Array) =>
      (await importZones(commander, file, publicationOf('坏'))).body.code;
    expect(await code('<!DOCTYPE kml [<!ENTITY a "b">]><kml/>')).toBe('XML_DOCTYPE_REFUSED');
    expect(await code('<kml><Document>')).toBe('XML_UNREADABLE');
    expect(await code(document('<NetworkLink/>', placemark('a')))).toBe('ZONE_FILE_LINKS_ELSEWHERE');
    expect(await code(document())).toBe('ZONE_FILE_EMPTY');
    expect(await code(await zipped({ 'doc.kml': Buffer.alloc(21 * 1_048_576) }, new Date()))).toBe('ARCHIVE_TOO_LARGE');
    const comma = '<Data name="upperMetres"><value>1,5</value></Data>';
    const faulty = await importZones(commander, document(placemark('b', comma)), publicationOf('坏'));
    expect(faulty.body.faults).toMatchObject([{ feature: 0, code: 'ZONE_HEIGHT_MALFORMED' }]);
  });

  it('holds live flights against a zone that comes late, tells people, and blocks until decided anew', async () => {
    const air = freshAir();
    const planned = await file(air);
    expect(planned.status).toBe(201);
    const zone = { rule: 'prohibited', geometry: air, authority: '示例', source: '临时禁飞通告', upperMetres: 60 };
    const late = await commander.post<Zone>('/airspace-zones', { name: '临时禁飞', ...zone });
    expect(late.status).toBe(201);

    const detail = await pilot.get<FlightAnswer>(`/flights/${planned.body.id}`);
    expect(detail.body.hits).toMatchObject([
      {
        outcome: 'blocked',
        contact: { zoneId: late.body.id, version: 1, overlapMetres: 30, overlapMinutes: 60, overlapFrom: FLOWN.from },
        settledAt: null,
      },
    ]);
    const notices = await pilot.get<{ items: { code: string; params: object }[] }>('/me/notices?limit=5');
    expect(notices.body.items).toContainEqual(
      expect.objectContaining({
        code: 'FLIGHT_HIT_BLOCKED',
        params: expect.objectContaining({ metres: 30, minutes: 60 }),
      }),
    );
    const resume = () =>
      commander.post<FlightAnswer>(`/flights/${planned.body.id}/resume`, { reason: '禁飞通告已撤销' });
    expect(await resume()).toMatchObject({ status: 409, body: { code: 'AIRSPACE_CONFLICT' } });
    expect(await commander.post(`/airspace-zones/${late.body.id}/end`, { reason: '通告撤销' })).toMatchObject({
      status: 200,
    });
    expect(await commander.post(`/flights/${planned.body.id}/approve`, {})).toMatchObject({
      status: 409,
      body: { code: 'FLIGHT_BLOCKED' },
    });
    expect((await resume()).status).toBe(200);
    const settled = await pilot.get<FlightAnswer>(`/flights/${planned.body.id}`);
    expect(settled.body.hits).toMatchObject([{ settledAt: expect.any(String), settlement: '禁飞通告已撤销' }]);
    expect(await commander.post(`/airspace-zones/${late.body.id}/end`, { reason: '再次' })).toMatchObject({
      body: { code: 'ZONE_ENDED' },
    });
  });

  it('only reminds where a late zone asks for a permission, and holds flights against an import too', async () => {
    const air = freshAir();
    const planned = await file(air);
    const zones = collection(zoneFeature('late', air, { rule: 'authorisation' }));
    expect((await importZones(commander, zones, publicationOf('后到'))).body).toMatchObject({
      added: 1,
      flightsHit: 1,
    });
    const detail = await pilot.get<FlightAnswer>(`/flights/${planned.body.id}`);
    expect(detail.body.hits).toMatchObject([{ outcome: 'noted' }]);
  });

  it('tells flights of a new version only where it changes something for them', async () => {
    const air = freshAir();
    const planned = await file(air);
    const zones = (more: Record<string, unknown>) =>
      collection(zoneFeature('again', air, { rule: 'authorisation', ...more }));
    const publication = publicationOf('改版');
    const first = await importZones(commander, zones({}), publication);
    expect(first.body).toMatchObject({ added: 1, flightsHit: 1 });
    const next = { ...publication, publicationId: first.body.publicationId };
    expect((await importZones(commander, zones({ name: '另名' }), next)).body).toMatchObject({
      changed: 1,
      flightsHit: 0,
    });
    expect((await importZones(commander, zones({ name: '另名', rule: 'prohibited' }), next)).body).toMatchObject({
      changed: 1,
      flightsHit: 1,
    });
    const detail = await pilot.get<FlightAnswer>(`/flights/${planned.body.id}`);
    expect(detail.body.hits).toMatchObject([{ outcome: 'noted' }, { outcome: 'blocked' }]);
  });

  it('never misses a flight filed at the moment a zone comes', async () => {
    for (let round = 0; round < 5; round += 1) {
      const air = freshAir();
      const zone = { name: '同时', rule: 'prohibited', geometry: air, authority: '示例', source: '示例' };
      const [flight, made] = await Promise.all([file(air), commander.post<Zone>('/airspace-zones', zone)]);
      expect(made.status).toBe(201);
      const detail = flight.status === 201 ? await pilot.get<FlightAnswer>(`/flights/${flight.body.id}`) : undefined;
      expect(detail ? detail.body.hits?.length : flight.body.conflicts?.length).toBe(1);
    }
  });

  it('proposes other times and heights that are really free', async () => {
    const air = freshAir();
    const first = await file(air);
    const refused = await file(air);
    expect(refused.body).toMatchObject({
      code: 'AIRSPACE_CONFLICT',
      conflicts: [{ flightId: first.body.id, overlapMetres: 70, overlapMinutes: 60, overlapFrom: FLOWN.from }],
    });
    const [later] = refused.body.alternatives ?? [];
    expect(refused.body.alternatives?.map(({ changes }) => changes)).toContain('time');
    expect((await file(air, { during: later?.during })).status).toBe(201);
    const low = await file(freshAir(), {
      volumes: [{ geometry: square(116.1, 37.1, 0.02), lowerMetres: 0, upperMetres: 40 }],
    });
    expect(low.status).toBe(201);
    const volumes = [{ geometry: square(116.1, 37.1, 0.02), lowerMetres: 20, upperMetres: 60 }];
    const above = (await file(air, { volumes })).body.alternatives?.find(({ changes }) => changes === 'height');
    expect(above?.bands).toEqual([{ lowerMetres: 40, upperMetres: 80 }]);
    expect((await file(air, { volumes: [{ ...volumes[0], ...above?.bands[0] }] })).status).toBe(201);
  });

  it('lets an emergency go first and tells whom it displaces', async () => {
    const air = freshAir();
    const ordinary = await file(air);
    const emergency = await file(air, { nature: 'emergency' });
    expect(emergency).toMatchObject({ status: 201, body: { displaces: [{ flightId: ordinary.body.id }] } });
    const notices = await pilot.get<{ items: { code: string }[] }>('/me/notices?limit=5');
    expect(notices.body.items.map(({ code }) => code)).toContain('FLIGHT_DISPLACED');
    expect(await commander.post(`/flights/${ordinary.body.id}/approve`, {})).toMatchObject({
      body: { code: 'FLIGHT_BLOCKED' },
    });
    expect((await file(air, { nature: 'emergency' })).body.code).toBe('AIRSPACE_CONFLICT');
  });
});
