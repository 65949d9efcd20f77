import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { TrackView } from '../../../src/telemetry/tracks/track.schemas.js';
import { bracketedFrame, exposureFrame, gpxOf, homeFrame, markLine } from '../../factories/recordings.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { deviceOf, type PoolDevice, rowsOf } from '../telemetry/telemetry-kit.js';
import { type Corroboration, DONGGUANG, fly, type Item, openCase, photo, until, upload } from './evidence-kit.js';

type Track = z.output<typeof TrackView>;

const SPOT = { lon: DONGGUANG.lon.toFixed(6), lat: DONGGUANG.lat.toFixed(6) };
/** Years before anything that came over a line. */
const OLD = Date.parse('2023-07-10T05:45:12.000Z');
const old = (seconds: number) => new Date(OLD + seconds * 1000);

describe('tracks without a link', () => {
  let app: TestApp;
  let handler: ApiClient;
  let caseId: string;
  let drone: PoolDevice;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    caseId = await openCase(handler);
    drone = await deviceOf(app, 'mavic-3t', '东光县');
  });
  afterAll(() => app.stop());

  const bring = async (file: string | Buffer, name: string, more: object = {}): Promise<Item> => {
    const answer = await upload(
      handler,
      Buffer.from(file),
      { kind: 'track', caseId, deviceId: drone.id, ...more },
      { name },
    );
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return until(
      async () => (await handler.get<Item>(`/evidence/${answer.body.id}`)).body,
      ({ recordedTrack }) => recordedTrack?.state !== 'waiting',
    );
  };
  const trackOf = async (from: Date, to: Date, more = '') => {
    const query = `from=${from.toISOString()}&to=${to.toISOString()}${more}`;
    const answer = await handler.get<Track>(`/devices/${drone.id}/track?${query}`);
    expect(answer.status).toBe(200);
    return answer.body.properties;
  };
  const pointsOf = async (evidenceId: string) => {
    const [row] = await rowsOf<{ count: number }>(
      app,
      `SELECT count(*)::int AS count FROM recorded_point p JOIN recorded_track t ON t.id = p.track_id WHERE t.evidence_id = $1`,
      [evidenceId],
    );
    return row?.count;
  };

  it('come out of subtitles that are years old, with their source, their clock and who says whose they are', async () => {
    const frames = [0, 1, 2, 3].map((second) =>
      bracketedFrame(second + 1, old(second), { ...SPOT, lon: (116.5423 + second * 1e-5).toFixed(6) }),
    );
    const before = await rowsOf(app, `SELECT to_jsonb(l) AS row FROM device_latest l ORDER BY device_id`);
    const item = await bring(frames.join(''), 'photos.txt', { kind: 'document' });
    expect(item.recordedTrack).toMatchObject({
      kind: 'srt',
      state: 'read',
      points: 4,
      deviceId: drone.id,
      saidBy: 'declared',
      from: old(0).toISOString(),
      to: old(3).toISOString(),
      refusal: null,
      summary: { format: 'srt_bracketed', clock: { basis: 'local_assumed', assumedZone: 'Asia/Shanghai' }, noFix: 0 },
    });
    const plain = await trackOf(old(-60), old(60));
    expect(plain.samples).toEqual([]);
    expect(plain.sources).toMatchObject([
      {
        source: 'srt',
        trust: 'word',
        evidenceId: item.id,
        sha256: item.sha256,
        parser: 'recorded-tracks/1',
        shown: 4,
        everyPoint: false,
        gaps: [],
        conflict: null,
        points: [],
        clock: { basis: 'local_assumed' },
      },
    ]);
    expect(plain.sources[0]?.clock.words.zh).toContain('北京时间');
    expect(plain.sources[0]?.geometry?.coordinates[0]).toHaveLength(4);
    const whole = await trackOf(old(-60), old(60), '&include=recorded');
    expect(whole.samples).toEqual([]);
    expect(whole.sources[0]?.points[1]).toMatchObject({
      at: old(1).toISOString(),
      line: 7,
      lon: 116.54231,
      lat: DONGGUANG.lat,
      heightAboveTakeoffMetres: 60.1,
      altitudeUnstatedMetres: 75.2,
      extra: { frame: 2 },
    });
    expect(await rowsOf(app, `SELECT to_jsonb(l) AS row FROM device_latest l ORDER BY device_id`)).toEqual(before);
  });

  it('come out of marks and GPX, each for itself and with gaps where the file has them', async () => {
    const day = '2023-07-11T02:00:';
    const gpx = gpxOf([
      { at: `${day}00Z`, ...SPOT },
      { at: `${day}01Z`, lon: '0', lat: '0' },
      { at: `${day}02Z`, ...SPOT },
    ]);
    await bring(gpx, 'a.gpx');
    const marks = await bring(markLine(1, { second: 180_018 }) + markLine(2, { second: 180_020 }), 'b.MRK');
    expect(marks.recordedTrack).toMatchObject({ kind: 'mrk', summary: { clock: { basis: 'gps_time' } } });
    const { sources } = await trackOf(new Date(`${day}00Z`), new Date('2023-07-11T03:00:00Z'), '&include=recorded');
    expect(sources.map(({ source, everyPoint, shown }) => [source, everyPoint, shown])).toEqual([
      ['gpx', false, 2],
      ['mrk', true, 2],
    ]);
    expect(sources[0]?.gaps).toEqual([{ from: `${day}00.000Z`, to: `${day}02.000Z` }]);
    expect(sources[1]?.points[0]).toMatchObject({
      at: `${day}00.000Z`,
      fix: 'rtk_fixed',
      altitudeEllipsoidMetres: 95.2,
    });
  });

  it('stand beside what came over the line, with the metres and seconds between both', async () => {
    const begin = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
    const step = 8 / 88_000;
    await fly(
      app,
      drone.id,
      Array.from({ length: 30 }, (_, index) => ({
        at: new Date(begin + index * 2_000),
        lon: DONGGUANG.lon + index * 2 * step,
        lat: DONGGUANG.lat,
        heightAboveTakeoffMetres: 60,
        headingDegrees: 90,
      })),
    );
    const late = Array.from({ length: 40 }, (_, index) =>
      bracketedFrame(index + 1, new Date(begin + (index + 10) * 1_000), {
        lon: (DONGGUANG.lon + (index + 7) * step).toFixed(8),
        lat: SPOT.lat,
      }),
    );
    await bring(late.join(''), 'late.SRT');
    const { samples, sources } = await trackOf(new Date(begin), new Date(begin + 60_000));
    expect(samples).toHaveLength(30);
    expect(sources.map(({ source, trust, shown }) => [source, trust, shown])).toEqual([
      ['live', 'line', 30],
      ['srt', 'word', 40],
    ]);
    expect(sources[1]?.conflict?.compared).toBe(40);
    expect(sources[1]?.conflict?.medianMetres).toBeGreaterThan(22);
    expect(sources[1]?.conflict?.medianMetres).toBeLessThan(26);
    expect(sources[1]?.conflict?.lineLaterSeconds).toBeCloseTo(-3, 0);
  });

  it('are read once of the same bytes, also when these come twice at once', async () => {
    const file = homeFrame(1, old(9_000), SPOT) + homeFrame(2, old(9_001), SPOT);
    const twice = await Promise.all([bring(file, 'a.SRT'), bring(file, 'b.SRT')]);
    expect(new Set(twice.map(({ recordedTrack }) => recordedTrack?.state))).toEqual(new Set(['duplicate', 'read']));
    const [first, second] = twice[0]?.recordedTrack?.state === 'read' ? twice : twice.toReversed();
    expect(second?.recordedTrack?.sameAs).toBe(first?.recordedTrack?.id);
    expect((await trackOf(old(8_990), old(9_010))).sources).toHaveLength(1);
  });

  const srt = (over: object, seconds = 0) => bracketedFrame(1, old(seconds), { ...SPOT, ...over });
  it.each([
    ['TRACK_FORMAT_UNKNOWN', 'these are words'],
    ['TRACK_TRUNCATED', (srt({}) + srt({}, 1)).slice(0, -60)],
    ['TRACK_FORMATS_MIXED', srt({}) + homeFrame(2, old(1), SPOT)],
    ['TRACK_POSITION_OUT_OF_RANGE', srt({}) + srt({ lat: '213.64' }, 1)],
    ['TRACK_NUMBER_UNREADABLE', srt({}) + srt({ lat: 'NaN' }, 1)],
    [
      'TRACK_NUMBER_UNREADABLE',
      Array.from({ length: 40 }, () => srt({})).join('') + srt({ lat: `3\u0000${'9'.repeat(37)}😀` }),
    ],
    ['TRACK_DECIMAL_COMMA', srt({ lat: '37,8861' })],
    ['TRACK_TIME_BACKWARDS', srt({}, 60) + srt({})],
    ['TRACK_TIME_MISSING', exposureFrame(1, '116.5, 37.8, 15')],
    ['TRACK_TIME_IMPOSSIBLE', exposureFrame(1, '116.5, 37.8, 15', '2100-01-01 10:00:00')],
    ['TRACK_WEEK_ROLLOVER', markLine(1) + markLine(2, { week: 222 })],
    ['TRACK_EMPTY', srt({ lat: '0.000000', lon: '0.000000' })],
    [
      'XML_DOCTYPE_REFUSED',
      gpxOf([{ at: '2023-07-10T05:45:12Z', ...SPOT }]).replace('?>', '?><!DOCTYPE gpx [<!ENTITY a "b">]>'),
    ],
    ['XML_UNREADABLE', gpxOf([{ at: '2023-07-10T05:45:12Z', ...SPOT }]).replace('</trk>', '</trak>')],
  ])('are not made of a file with a fault, which is named and kept: %s', async (code, file) => {
    const item = await bring(file, 'x.SRT');
    expect(item.recordedTrack).toMatchObject({ state: 'refused', points: 0, from: null, refusal: { code } });
    expect(item.recordedTrack?.refusal?.words.zh).not.toContain('{');
    expect(await pointsOf(item.id)).toBe(0);
    const original = await fetch(`${app.url}/api/v1/evidence/${item.id}/original`, {
      headers: { authorization: `Bearer ${handler.token}` },
    });
    const bytes = Buffer.from(await original.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(item.sha256);
    expect(bytes.equals(Buffer.from(file))).toBe(true);
  });

  it('are read whatever the ends of lines and the encoding are', async () => {
    const text = bracketedFrame(1, old(20_000), SPOT).replaceAll('\n', '\r\n');
    const item = await bring(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'x.SRT');
    expect(item.recordedTrack).toMatchObject({ kind: 'srt', state: 'read', points: 1 });
  });

  it('stay closed in encrypted flight records, and that is said', async () => {
    const record = Buffer.alloc(600, 0xa7);
    record.fill(0, 0, 100);
    record.writeBigUInt64LE(100n, 0);
    record.writeUInt16LE(400, 8);
    record.writeUInt8(13, 10);
    const item = await bring(record, 'DJIFlightRecord_2023-07-10_[13-45-12].txt', { kind: 'other' });
    expect(item.recordedTrack).toMatchObject({
      kind: 'dji_flight_record',
      state: 'unreadable',
      refusal: { code: 'FLIGHT_RECORD_ENCRYPTED' },
    });
    expect(item.recordedTrack?.refusal?.words.zh).toContain('离线无法读取');
    expect(item.recordedTrack?.refusal?.words.en).toContain('offline');
  });

  it('are made of photos one by one, also of those that come at once', async () => {
    const taken = [0, 1, 2, 3].map((index) => new Date(Date.parse('2024-05-01T02:00:00Z') + index * 5_000));
    const pictures = await Promise.all(taken.map((takenAt) => photo({ takenAt, droneSerial: drone.serial })));
    const items = await Promise.all(
      pictures.map(({ bytes, name }) => upload(handler, bytes, { kind: 'photo', caseId }, { name })),
    );
    expect(items.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const { sources } = await trackOf(
      new Date('2024-05-01T01:00:00Z'),
      new Date('2024-05-01T03:00:00Z'),
      '&include=recorded',
    );
    expect(sources).toMatchObject([{ source: 'exif', trust: 'serial', evidenceId: null, shown: 4, everyPoint: true }]);
    expect(sources[0]?.points.map(({ evidenceId }) => evidenceId)).toEqual(items.map(({ body }) => body.id));
    expect(sources[0]?.points.map(({ line }) => line).toSorted()).toEqual([1, 2, 3, 4]);
    expect(items[0]?.body.recordedTrack).toBeNull();
  });

  it('are held against a photo where the line tells nothing, for no more than they are worth', async () => {
    const takenAt = new Date('2024-06-01T02:00:00Z');
    const { bytes, name } = await photo({ takenAt, droneSerial: drone.serial });
    const { body: item } = await upload(handler, bytes, { kind: 'photo', caseId }, { name });
    const position = async () => {
      const { body } = await handler.post<Corroboration>(`/evidence/${item.id}/corroboration`);
      return body.checks.find(({ check }) => check === 'TRACK_POSITION');
    };
    expect(await position()).toMatchObject({ verdict: 'unknown', reason: 'NO_TRACK' });
    const frames = [-1, 0, 1].map((second, index) =>
      bracketedFrame(index + 1, new Date(takenAt.getTime() + second * 1_000), SPOT),
    );
    const film = await bring(frames.join(''), 'film.SRT');
    expect(await position()).toMatchObject({
      verdict: 'consistent',
      independence: 'same_receiver',
      references: [{ kind: 'recorded_track', id: film.recordedTrack?.id, saidBy: 'declared' }],
    });
  });

  it('contradict no photo, and are not held against it where only another unit says whose they are', async () => {
    const takenAt = new Date('2024-06-02T02:00:00Z');
    const { bytes, name } = await photo({ takenAt, droneSerial: drone.serial });
    const { body: item } = await upload(handler, bytes, { kind: 'photo', caseId }, { name });
    const position = async () => {
      const { body } = await handler.post<Corroboration>(`/evidence/${item.id}/corroboration`);
      return body.checks.find(({ check }) => check === 'TRACK_POSITION');
    };
    const film = (seconds: number, lon: string) =>
      Buffer.from(bracketedFrame(1, new Date(takenAt.getTime() + seconds * 1_000), { ...SPOT, lon }));
    const stranger = await app.as({ role: 'case_handler', unit: '献县' });
    const theirs = await upload(stranger, film(0, SPOT.lon), { kind: 'track', deviceId: drone.id }, { name: 'a.SRT' });
    const read = await until(
      async () => (await stranger.get<Item>(`/evidence/${theirs.body.id}`)).body,
      ({ recordedTrack }) => recordedTrack?.state !== 'waiting',
    );
    expect(read.recordedTrack).toMatchObject({ state: 'read', deviceId: drone.id, saidBy: 'declared' });
    expect(await position()).toMatchObject({ verdict: 'unknown', reason: 'NO_TRACK' });
    const far = await bring(film(1, (DONGGUANG.lon + 0.02).toFixed(6)), 'b.SRT');
    expect(await position()).toMatchObject({
      verdict: 'unknown',
      reason: 'FILE_DIFFERS',
      references: [{ id: far.recordedTrack?.id, saidBy: 'declared' }],
    });
    const near = await bring(film(-1, SPOT.lon), 'c.SRT');
    expect(await position()).toMatchObject({ verdict: 'consistent', references: [{ id: near.recordedTrack?.id }] });
  });

  it('are all in the export, however many; what is shown at once says that there are more', async () => {
    const begin = Date.parse('2022-03-01T02:00:00Z');
    const [from, to] = [new Date(begin), new Date(begin + 3_600_000)];
    const series = (first: number, last: number) =>
      rowsOf(
        app,
        `WITH track AS (
           INSERT INTO recorded_track (id, kind, state, device_id, said_by, day, brought_by, parser, summary, points,
             first_at, last_at, box, received_at, finished_at)
           SELECT gen_random_uuid(), 'exif', 'read', $1, 'declared', date '2001-01-01' + n, '{}', 'test',
             '{"format": "exif", "clock": {"basis": "photos", "assumedZone": null}}', 1, at, at,
             box(point(116.5, 37.8), point(116.5, 37.8)), now(), now()
           FROM generate_series($2::int, $3::int) AS n, LATERAL (SELECT $4::timestamptz + n / 7 * interval '1 second' AS at) AS t
           RETURNING id, first_at)
         INSERT INTO recorded_point (track_id, at, line, segment, lon, lat, fix)
         SELECT id, first_at, 1, 1, 116.5, 37.8, 'unknown' FROM track`,
        [drone.id, first, last, from],
      );
    await series(1, 200);
    const all = await trackOf(from, to);
    expect([all.sources.length, all.sourcesTruncated]).toEqual([200, false]);
    await series(201, 430);
    const some = await trackOf(from, to);
    expect([some.sources.length, some.sourcesTruncated]).toEqual([200, true]);
    const query = `from=${from.toISOString()}&to=${to.toISOString()}&format=csv&source=recorded`;
    const headers = { authorization: `Bearer ${handler.token}` };
    const answer = await fetch(`${app.url}/api/v1/devices/${drone.id}/track/export?${query}`, { headers });
    expect(answer.status).toBe(200);
    expect((await answer.text()).match(/,exif,/g)).toHaveLength(430);
  });

  it.each(['geojson', 'kml', 'gpx', 'csv'])('leave as %s with their source, apart from the frames', async (format) => {
    const query = (source: string) =>
      `/devices/${drone.id}/track/export?from=${old(-60).toISOString()}&to=${old(60).toISOString()}&format=${format}&source=${source}`;
    const download = async (source: string) => {
      const headers = { authorization: `Bearer ${handler.token}` };
      const answer = await fetch(`${app.url}/api/v1${query(source)}`, { headers });
      expect(answer.status).toBe(200);
      return answer.text();
    };
    const recorded = await download('recorded');
    for (const told of ['srt', 'word', 'local_assumed', old(0).toISOString()]) expect(recorded).toContain(told);
    expect(await download('live')).not.toContain(old(0).toISOString());
  });

  it('are found by place and time, apart from what frames prove', async () => {
    const { lon, lat } = DONGGUANG;
    const corners = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
      [-1, -1],
    ];
    const polygon = { type: 'Polygon', coordinates: [corners.map(([x = 0, y = 0]) => [lon + x / 100, lat + y / 100])] };
    const inside = async (client: ApiClient, from: Date, to: Date) => {
      const body = { polygon, during: { from: from.toISOString(), to: to.toISOString() } };
      const answer = await client.post<{ items: { deviceId: string; stays: unknown[]; recorded: object[] }[] }>(
        '/positions/inside',
        body,
      );
      expect(answer.status).toBe(200);
      return answer.body.items;
    };
    const found = await inside(handler, old(-60), old(60));
    expect(found).toMatchObject([
      {
        deviceId: drone.id,
        stays: [],
        recorded: [
          {
            source: 'srt',
            trust: 'word',
            stays: [{ firstInside: old(0).toISOString(), lastInside: old(3).toISOString(), samples: 4 }],
          },
        ],
      },
    ]);
    expect(await inside(handler, old(4), old(60))).toEqual([]);
    const elsewhere = await app.as({ role: 'field_officer', unit: '献县' });
    expect(await inside(elsewhere, old(-60), old(60))).toEqual([]);
    const query = `from=${old(-60).toISOString()}&to=${old(60).toISOString()}`;
    expect((await elsewhere.get(`/devices/${drone.id}/track?${query}`)).status).not.toBe(200);
  });

  it('are of no device where nobody says of which', async () => {
    const answer = await upload(handler, Buffer.from(srt({}, 30_000)), { kind: 'track', caseId }, { name: 'x.SRT' });
    const item = await until(
      async () => (await handler.get<Item>(`/evidence/${answer.body.id}`)).body,
      ({ recordedTrack }) => recordedTrack?.state !== 'waiting',
    );
    expect(item.recordedTrack).toMatchObject({ state: 'read', deviceId: null, saidBy: null, points: 1 });
    expect((await trackOf(old(29_990), old(30_010))).sources).toEqual([]);
    const ordinary = Buffer.from('1\n00:00:00,000 --> 00:00:02,000\nGood morning\n\n');
    const subtitle = await upload(handler, ordinary, { kind: 'document', caseId }, { name: 'a.srt' });
    expect(subtitle.body.recordedTrack).toBeNull();
  });
});
