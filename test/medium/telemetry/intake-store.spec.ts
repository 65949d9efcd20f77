import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IntakeItem, SampleRow } from '../../../src/telemetry/intake/intake.rows.js';
import { IntakeStore } from '../../../src/telemetry/intake/intake.store.js';
import { PartitionKeeper } from '../../../src/telemetry/intake/partition.keeper.js';
import { LiveBoard } from '../../../src/telemetry/positions/live.board.js';
import type { QuarantineCode } from '../../../src/telemetry/quarantine/quarantine.codes.js';
import { QuarantineRepository } from '../../../src/telemetry/quarantine/quarantine.repository.js';
import { NOTHING_MEASURED, type TelemetrySample } from '../../../src/telemetry/sample.js';
import { seqOf } from '../../../src/telemetry/seq.rules.js';
import { idsFrom, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TelemetryService } from '../../../src/telemetry/index.js';
import { TestApp } from '../../support/app.js';

const HOUR_MS = 3_600_000;

describe('the intake store', () => {
  let app: TestApp;
  let store: IntakeStore;
  let devices: string[];
  const now = new Date();

  beforeAll(async () => {
    app = await TestApp.start();
    store = app.get(IntakeStore);
    const rows = await query<{ id: string }>(`SELECT id FROM device ORDER BY asset_code LIMIT 4`);
    devices = rows.map(({ id }) => id);
  });
  afterAll(() => app.stop());

  function query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return app.get(UnitOfWork).read((tx) => tx.query<Row>(sql, values));
  }

  /** A frame `secondsAgo`; everything else as measured. */
  function frame(deviceId: string, secondsAgo: number, measured: Partial<TelemetrySample> = {}): IntakeItem {
    const at = new Date(now.getTime() - secondsAgo * 1000);
    const raw = Buffer.from(JSON.stringify({ secondsAgo, deviceId, note: '水质"\\', salt: Object.keys(measured) }));
    const topic = 'thing/product/A/osd';
    const origin = { topic, raw, receivedAt: now, clientId: 'c', username: 'u' };
    const who = { dialect: 'dji', serial: 'A', gatewaySerial: null, sender: 'sub_device', receivedAt: now } as const;
    const sample: TelemetrySample = { ...NOTHING_MEASURED, ...who, at, seq: seqOf(topic, raw), ...measured };
    return { origin, samples: [{ deviceId, origin, sample }], refusal: null };
  }

  const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);

  const repeatsOn = (topic: string) =>
    query(
      `SELECT username, code, times::int, received_at AS first, last_received_at AS last
       FROM quarantine WHERE topic = $1 ORDER BY username, code`,
      [topic],
    );

  const write = (items: readonly IntakeItem[]) =>
    store.store(items, (rows: readonly SampleRow[]) => app.get(LiveBoard).summarise(rows));

  const framesOf = (deviceId: string) =>
    query<Record<string, unknown>>(`SELECT * FROM telemetry_sample WHERE device_id = $1 ORDER BY at, seq`, [deviceId]);

  const latestOf = async (deviceId: string) =>
    (await query<Record<string, unknown>>(`SELECT * FROM device_latest WHERE device_id = $1`, [deviceId]))[0];

  it('keeps every value, float64 where it matters, and the bytes', async () => {
    const [device = ''] = devices;
    const item = frame(device, 10, {
      position: { lon: 117.7241893447669, lat: 39.04178597524545 },
      altitudeEllipsoidMetres: -6.5,
      heightAboveTakeoffMetres: 87.25,
      headingDegrees: 222.5,
      pitchDegrees: -4.5,
      rollDegrees: 1.25,
      speedMetresPerSecond: 8.25,
      verticalSpeedMetresPerSecond: -0.5,
      batteryPercent: 63,
      gimbal: { pitchDegrees: -89.5, rollDegrees: null, yawDegrees: 12 },
      mode: 'wayline',
      fix: 'rtk_fixed',
      extra: { windSpeedMetresPerSecond: 4.8, note: 'a "quoted" \\ 水' },
    });
    expect(await write([item])).toMatchObject([{ added: 1 }]);
    const [row] = await framesOf(device);
    expect(row).toMatchObject({
      at: item.samples[0]?.sample.at,
      seq: String(item.samples[0]?.sample.seq),
      received_at: now,
      dialect: 'dji',
      topic: 'thing/product/A/osd',
      lon: 117.7241893447669,
      lat: 39.04178597524545,
      altitude_ellipsoid_metres: -6.5,
      height_above_takeoff_metres: 87.25,
      altitude_amsl_metres: null,
      heading_degrees: 222.5,
      pitch_degrees: -4.5,
      roll_degrees: 1.25,
      speed_metres_per_second: 8.25,
      vertical_speed_metres_per_second: -0.5,
      battery_percent: 63,
      gimbal_pitch_degrees: -89.5,
      gimbal_roll_degrees: null,
      gimbal_yaw_degrees: 12,
      mode: 'wayline',
      fix: 'rtk_fixed',
      extra: { windSpeedMetresPerSecond: 4.8, note: 'a "quoted" \\ 水' },
      raw: item.origin.raw,
    });
  });

  it('adds a redelivery to nothing, in the same batch or a later one', async () => {
    const device = devices[1] ?? '';
    const items = [frame(device, 5), frame(device, 3), frame(device, 5)];
    expect(await write(items)).toMatchObject([{ added: 2 }]);
    expect(await write(items)).toMatchObject([{ added: 0 }]);
    expect(await framesOf(device)).toHaveLength(2);
  });

  it('never moves latest back, and keeps each part at its own time', async () => {
    const device = devices[2] ?? '';
    await write([frame(device, 10, { position: { lon: 116, lat: 38 }, batteryPercent: 80 })]);
    await write([frame(device, 2, { batteryPercent: 70 })]);
    await write([frame(device, 60, { position: { lon: 1, lat: 1 }, batteryPercent: 99, mode: 'standby' })]);
    await write([
      frame(device, 5, { position: { lon: 116.5, lat: 38.5 } }),
      frame(device, 7, { position: { lon: 2, lat: 2 } }),
    ]);
    expect(await latestOf(device)).toMatchObject({
      heard_at: new Date(now.getTime() - 2_000),
      position_at: new Date(now.getTime() - 5_000),
      lon: 116.5,
      lat: 38.5,
      battery_percent: 70,
      mode: 'standby',
      mode_at: new Date(now.getTime() - 60_000),
    });
  });

  it('goes on at once when a clock that ran ahead is put right', async () => {
    const [, , , device = ''] = devices;
    const receivedAt = (secondsAgo: number) => new Date(now.getTime() - secondsAgo * 1000);
    const ahead = { position: { lon: 1, lat: 1 }, batteryPercent: 60, receivedAt: receivedAt(20) };
    const right = { position: { lon: 2, lat: 2 }, batteryPercent: 59, receivedAt: receivedAt(9) };
    await write([frame(device, -3_000, ahead)]);
    await write([frame(device, 10, right)]);
    expect(await latestOf(device)).toMatchObject({ lon: 2, lat: 2, battery_percent: 59, position_at: receivedAt(10) });
    await write([frame(device, -2_999, { ...ahead, receivedAt: receivedAt(15) })]);
    expect(await latestOf(device)).toMatchObject({ lon: 2, lat: 2, battery_percent: 59 });
  });

  it('holds a refused message that comes again once, with how often and when, and one of another sender beside it', async () => {
    const raw = Buffer.from('no frame at all');
    const topic = 'thing/product/B/osd';
    const refused = (username: string | null, secondsLater: number, code: QuarantineCode = 'NOT_JSON'): IntakeItem => ({
      origin: { topic, raw, receivedAt: later(secondsLater), clientId: 'c', username },
      samples: [],
      refusal: { id: randomUUID(), code, detail: 'as a test' },
    });
    await write([refused('u', 0), refused('u', 1), refused('v', 0), refused(null, 0)]);
    await Promise.all([
      write([refused('v', 7), refused('u', 9)]),
      write([refused('u', 5), refused(null, 2), refused('v', 8)]),
      write([refused('u', 3, 'DEVICE_UNKNOWN')]),
    ]);
    expect(await repeatsOn(topic)).toEqual([
      { username: 'u', code: 'DEVICE_UNKNOWN', times: 1, first: later(3), last: later(3) },
      { username: 'u', code: 'NOT_JSON', times: 4, first: now, last: later(9) },
      { username: 'v', code: 'NOT_JSON', times: 3, first: now, last: later(8) },
      { username: null, code: 'NOT_JSON', times: 2, first: now, last: later(2) },
    ]);
  });

  it('counts a refused message once however often it is written', async () => {
    const topic = 'thing/product/C/osd';
    const origin = { topic, raw: Buffer.from('once'), receivedAt: now, clientId: 'c', username: 'u' };
    const item: IntakeItem = { origin, samples: [], refusal: { id: randomUUID(), code: 'NOT_JSON', detail: 'a test' } };
    await write([item]);
    await write([item]);
    expect(await repeatsOn(topic)).toMatchObject([{ times: 1 }]);
  });

  it('finds what is refused now by when it came last, though it came first long ago', async () => {
    const refused = (topic: string, came: number, id: string): IntakeItem => ({
      origin: { topic, raw: Buffer.from('a clock that stands'), receivedAt: later(came), clientId: 'c', username: 'u' },
      samples: [],
      refusal: { id, code: 'CLOCK_OUT_OF_RANGE', detail: 'as a test' },
    });
    const [still, over] = ['thing/product/E/osd', 'thing/product/F/osd'];
    await write([refused(still, -3_600, idsFrom(later(-3_600))), refused(over, -3_599, idsFrom(later(-3_599)))]);
    await write([refused(still, 0, randomUUID())]);
    const since = (seconds: number) =>
      app
        .get(UnitOfWork)
        .read((tx) => app.get(QuarantineRepository).topicsSince(tx, 'CLOCK_OUT_OF_RANGE', later(seconds)));
    expect(await since(-30)).toEqual([still]);
    expect((await since(-3_700)).toSorted()).toEqual([still, over]);
  });

  it('leaves a held message where it lies when the store refuses it once it is read again', async () => {
    const held = randomUUID();
    const bad = frame(devices[0] ?? '', 25, { fix: 'gnss', extra: { text: 'nul \u0000' } });
    const origin = { ...bad.origin, topic: 'thing/product/D/osd' };
    await write([{ origin, samples: [], refusal: { id: held, code: 'DEVICE_UNKNOWN', detail: 'as a test' } }]);
    const [again] = await write([{ ...bad, origin, heldAs: held }]);
    expect(again?.items).toMatchObject([{ refusal: { id: held, code: 'STORE_REFUSED' } }]);
    expect(await repeatsOn(origin.topic)).toMatchObject([{ code: 'DEVICE_UNKNOWN', times: 1 }]);
  });

  it('lets a row that the database refuses fail alone, into quarantine', async () => {
    const device = devices[0] ?? '';
    const before = (await framesOf(device)).length;
    const bad = frame(device, 20, { fix: 'gnss', extra: { text: 'nul \u0000' } });
    const items = Array.from({ length: 9 }, (_, index) => (index === 6 ? bad : frame(device, 30 + index)));
    const stored = await write(items);
    expect(stored.reduce((sum, { added }) => sum + added, 0)).toBe(8);
    expect(await framesOf(device)).toHaveLength(before + 8);
    const kept = await query<{ code: string; raw: Buffer }>(
      `SELECT code, raw FROM quarantine WHERE code = 'STORE_REFUSED'`,
    );
    expect(kept).toMatchObject([{ code: 'STORE_REFUSED', raw: bad.origin.raw }]);
  });

  it('notes the cells that devices visit, with the frames or not at all, and counts cells as the database does', async () => {
    const device = devices[0] ?? '';
    const visitsOf = () =>
      query<{ cell: number }>(`SELECT cell FROM telemetry_visit WHERE device_id = $1 AND cell <> 0 ORDER BY cell`, [
        device,
      ]);
    await app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(`DELETE FROM telemetry_visit`));
    const places = Array.from({ length: 60 }, (_, n) => ({
      lon: -180 + n * 6.101_694_915_254_237,
      lat: 90 - n * 3.05,
    }));
    await write(places.map((position, n) => frame(device, 200 + n, { position })));
    const counted = await query<{ cell: number }>(
      `SELECT DISTINCT telemetry_cell(lon, lat) AS cell FROM unnest($1::float8[], $2::float8[]) AS place (lon, lat) ORDER BY cell`,
      [places.map(({ lon }) => lon), places.map(({ lat }) => lat)],
    );
    expect(await visitsOf()).toEqual(counted.filter(({ cell }) => cell !== 0));
    const bad = frame(device, 300, { position: { lon: 10, lat: 10 }, extra: { text: 'nul \u0000' } });
    await write([bad]);
    await write([frame(device, 301, { position: { lon: 10, lat: 10 } })]);
    expect(await visitsOf()).toHaveLength(counted.length + 1);
  });

  it('waits for the database and writes then, though its connection was cut', async () => {
    const device = devices[0] ?? '';
    const before = (await framesOf(device)).length;
    const cut = setInterval(() => {
      query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'skydocket-hot'`).catch(() => undefined);
    }, 90);
    try {
      for (let batch = 0; batch < 40; batch += 1) {
        await write(Array.from({ length: 50 }, (_, index) => frame(device, 1_000 + batch * 50 + index)));
      }
    } finally {
      clearInterval(cut);
    }
    expect(await framesOf(device)).toHaveLength(before + 2_000);
  });

  it('gives the place between two frames, and none inside a gap', async () => {
    const device = devices[1] ?? '';
    const at = (secondsAgo: number) => new Date(now.getTime() - secondsAgo * 1000);
    await write([
      frame(device, 500, { position: { lon: 116, lat: 38 }, headingDegrees: 350 }),
      frame(device, 496, {
        position: { lon: 116.0004, lat: 38.0002 },
        headingDegrees: 10,
        gimbal: { pitchDegrees: -90, rollDegrees: 0, yawDegrees: 5 },
      }),
      frame(device, 400, { position: { lon: 117, lat: 39 } }),
    ]);
    const telemetry = app.get(TelemetryService);
    const [between, inGap, measured] = await app
      .get(UnitOfWork)
      .read(async (tx) => [
        await telemetry.positionAt(tx, device, at(497)),
        await telemetry.positionAt(tx, device, at(450)),
        await telemetry.positionAt(tx, device, at(400)),
      ]);
    expect(between).toMatchObject({
      interpolated: true,
      beforeSeconds: 3,
      afterSeconds: 1,
      headingDegrees: 5,
      gimbalYawDegrees: 5,
    });
    expect(between?.lon).toBeCloseTo(116.0003, 9);
    expect(inGap).toBeUndefined();
    expect(measured).toMatchObject({ lon: 117, lat: 39, interpolated: false, beforeSeconds: 0 });
    const track = await app.get(UnitOfWork).read((tx) => telemetry.trackOf(tx, device, { from: at(500), to: at(400) }));
    expect(track.map(({ position }) => position.lon)).toEqual([116, 116.0004]);
  });

  it('holds a track once, however often it is asked', async () => {
    const device = devices[1] ?? '';
    const during = { from: new Date(now.getTime() - HOUR_MS), to: now };
    for (let times = 0; times < 2; times += 1) {
      await app
        .get(UnitOfWork)
        .run(SYSTEM, (tx) => app.get(TelemetryService).holdTrack(tx, device, during, 'evidence:1'));
    }
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => app.get(TelemetryService).holdTrack(tx, device, { from: now, to: now }, 'evidence:2'));
    expect(await query(`SELECT reason FROM track_hold WHERE device_id = $1 ORDER BY reason`, [device])).toEqual([
      { reason: 'evidence:1' },
      { reason: 'evidence:2' },
    ]);
  });

  it('makes partitions ahead, once, also when two ask at the same time', async () => {
    const names = () =>
      query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'telemetry_sample'::regclass`,
      );
    const before = (await names()).length;
    expect(before).toBeGreaterThanOrEqual(12);
    expect(await app.get(PartitionKeeper).ensure()).toBe(0);
    const make = () => query<{ made: number }>(`SELECT make_telemetry_partitions('2031-01-01', '2031-01-05') AS made`);
    const made = await Promise.all([make(), make(), make()]);
    expect(made.flat().reduce((sum, row) => sum + row.made, 0)).toBe(5);
    expect(await names()).toHaveLength(before + 5);
    const [bounds] = await query<{ text: string }>(
      `SELECT pg_get_expr(relpartbound, oid) AS text FROM pg_class WHERE relname = 'telemetry_sample_20310105'`,
    );
    expect(bounds?.text).toBe(`FOR VALUES FROM ('2031-01-05 00:00:00+00') TO ('2031-01-06 00:00:00+00')`);
  });

  it('makes a partition that is missing and writes then', async () => {
    const device = devices[0] ?? '';
    const [day] = await query<{ name: string }>(`SELECT 'telemetry_sample_' || to_char($1::date, 'YYYYMMDD') AS name`, [
      new Date(now.getTime() - 5 * 24 * HOUR_MS),
    ]);
    await app.get(UnitOfWork).run(SYSTEM, (tx) => tx.query(`DROP TABLE ${day?.name}`));
    expect(await write([frame(device, 5 * 24 * 3_600)])).toMatchObject([{ added: 1 }]);
  });

  it('prunes to the day and uses the key for a track', async () => {
    const plan = await query<Record<string, string>>(
      `EXPLAIN SELECT lon FROM telemetry_sample WHERE device_id = $1 AND at >= $2 AND at < $3 ORDER BY at, seq`,
      [randomUUID(), new Date(now.getTime() - 60_000), now],
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text.match(/telemetry_sample_\d+_pkey|telemetry_sample_\d{8} /g)?.length).toBeLessThanOrEqual(3);
    expect(text).toContain('_pkey');
  });
});
