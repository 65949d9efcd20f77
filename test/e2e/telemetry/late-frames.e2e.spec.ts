import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { destination, type Position } from '../../../src/geo/index.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { LateTracks } from '../../../src/telemetry/alarms/late-tracks.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, lineOf, rowsOf, send, until } from './telemetry-kit.js';

interface Alarm {
  readonly fenceId: string | null;
  readonly beganAt: string;
  readonly endedAt: string;
  readonly position: Position;
  readonly late: boolean;
}

const SOUTH: Position = { lon: 116.2, lat: 37.6 };
const MOST_POINTS = 50_000;
/** Ten frames a second, of which the last minute is inside. */
const FRAMES = `
  INSERT INTO telemetry_sample (device_id, at, seq, received_at, dialect, topic, lon, lat, fix, extra, raw)
  SELECT $1, $2::timestamptz + n * interval '100 milliseconds', n, now(), 'dji', 't', $3,
    CASE WHEN n < $5::int - 600 THEN 0 ELSE $4::float8 END, 'gnss', '{}', '\\x00'
  FROM generate_series(0, $5::int - 1) AS n`;
const HELD_THEN = `
  UPDATE custody SET holder_unit_id = $2, checked_out_at = $3, returned_at = $4 WHERE device_id = $1 RETURNING id`;

/** All of it holds whether or not the minute turns meanwhile, at which late frames are looked at by themselves. */
describe('frames that come late', () => {
  let app: TestApp;
  let crew: Crew;
  let line: MqttClient;
  let commander: ApiClient;
  let stranger: ApiClient;

  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    commander = await app.as({ role: 'commander', unit: '东光县' });
    stranger = await app.as({ role: 'commander', unit: '献县' });
    line = await lineOf(app, crew);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  const placeAt = (nth: number) => destination(SOUTH, 0, nth * 10_000);
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const work = <T>(sql: string, values: readonly unknown[]) =>
    app.get(UnitOfWork).run(SYSTEM, (tx) => tx.query<T>(sql, values));

  async function say(place: Position, timestamp: number): Promise<void> {
    const data = { mode_code: 0, latitude: place.lat, longitude: place.lon, height: 20, elevation: 0 };
    const payload = { tid: `t${timestamp}`, bid: 'b', gateway: crew.gatewaySerial, timestamp, data };
    await send(line, `thing/product/${crew.aircraftSerial}/osd`, payload);
  }

  /** As if it had been drawn six hours ago. */
  async function draw(place: Position, client = commander): Promise<string> {
    const { body } = await client.post<{ id: string }>('/fences', {
      name: '事后',
      circle: { centre: place, radiusMetres: 200 },
    });
    await work(`UPDATE fence SET created_at = created_at - interval '6 hours' WHERE id = $1 RETURNING id`, [body.id]);
    return body.id;
  }

  async function review(): Promise<void> {
    await until(
      async () => {
        await app.get(LateTracks).run();
        return rowsOf(app, `SELECT 1 FROM late_track`);
      },
      (waiting) => waiting.length === 0,
      20_000,
    );
  }

  async function alarms(fenceId: string, client = commander): Promise<Alarm[]> {
    const { body } = await client.get<{ items: Alarm[] }>('/alarms?limit=200');
    return body.items.filter((alarm) => alarm.fenceId === fenceId);
  }

  it('are one stay with one alarm, however many looks at them lie in between', async () => {
    const fenceId = await draw(placeAt(0));
    const start = minutesAgo(20).getTime();
    let [first, last] = [0, 0];
    for (const second of [0, 40, 80, 130, 125, -30, -60, 20]) {
      await say(destination(placeAt(0), 90, second), start + second * 1_000);
      await review();
      [first, last] = [Math.min(first, second), Math.max(last, second)];
      const [beganAt, endedAt] = [first, last].map((at) => new Date(start + at * 1_000).toISOString());
      expect(await alarms(fenceId)).toMatchObject([{ late: true, beganAt, endedAt }]);
    }
    const begun = destination(placeAt(0), 90, -60);
    expect((await alarms(fenceId))[0]?.position.lon).toBeCloseTo(begun.lon, 5);
    const stays = await rowsOf<{ seconds: number }>(
      app,
      `SELECT extract(epoch FROM left_at - entered_at)::int AS seconds FROM fence_stay WHERE fence_id = $1`,
      [fenceId],
    );
    expect(stays).toEqual([{ seconds: 190 }]);
  });

  it('are two stays where it was outside, or not heard, in between', async () => {
    const fenceId = await draw(placeAt(1));
    const start = minutesAgo(15).getTime();
    for (const [second, metres] of [
      [0, 0],
      [10, 900],
      [20, 0],
      [100, 0],
    ] as const) {
      await say(destination(placeAt(1), 90, metres), start + second * 1_000);
      await review();
    }
    expect(await alarms(fenceId)).toHaveLength(3);
  });

  it('are held against the fences of then: those that ended or were changed since count, and not from after it', async () => {
    const [ended, changed] = [await draw(placeAt(2)), await draw(placeAt(3))];
    const away = { name: '挪走', circle: { centre: placeAt(9), radiusMetres: 200 }, version: 1 };
    expect((await commander.send('PUT', `/fences/${changed}`, away)).status).toBe(200);
    expect((await commander.post(`/fences/${ended}/end`, { reason: '结束' })).status).toBe(200);
    const endedLong = await draw(placeAt(2));
    expect((await commander.post(`/fences/${endedLong}/end`, { reason: '结束' })).status).toBe(200);
    await work(`UPDATE fence SET ended_at = ended_at - interval '1 hour' WHERE id = $1 RETURNING id`, [endedLong]);
    const start = minutesAgo(10).getTime();
    await say(placeAt(2), start);
    await say(placeAt(3), start + 1_000);
    await say(placeAt(9), start + 2_000);
    await review();
    const at = (ms: number) => [{ late: true, beganAt: new Date(start + ms).toISOString() }];
    expect(await alarms(ended)).toMatchObject(at(0));
    expect(await alarms(changed)).toMatchObject(at(1_000));
    expect(await alarms(endedLong)).toEqual([]);
  });

  it('are the business of whoever had the device then', async () => {
    const pilot = await app.as({ role: 'pilot', unit: '东光县' });
    const { assetCode } = crew.aircraft;
    const out = await pilot.post<{ id: string }>('/check-outs', { assetCode });
    expect((await pilot.post(`/check-outs/${out.body.id}/hand-back`, {})).status).toBe(200);
    const { unit } = stranger.user;
    await work(HELD_THEN, [crew.aircraft.id, unit.id, minutesAgo(200), minutesAgo(100)]);
    const [own, theirs] = [await draw(placeAt(4)), await draw(placeAt(4), stranger)];
    await say(placeAt(4), minutesAgo(150).getTime());
    await review();
    expect(await alarms(own)).toEqual([]);
    expect(await alarms(theirs, stranger)).toHaveLength(1);
  });

  it('are looked at to the last, however many they are', async () => {
    const place = placeAt(5);
    const fenceId = await draw(place);
    const from = minutesAgo(300);
    const count = MOST_POINTS + 5_000;
    const to = new Date(from.getTime() + (count - 1) * 100);
    await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.query(`SELECT make_telemetry_partitions($1::date - 1, $1::date + 1)`, [from]);
      await tx.execute(FRAMES, [crew.aircraft.id, from, place.lon, place.lat, count]);
      await tx.execute(`INSERT INTO late_track VALUES ($1, $2, $3)`, [crew.aircraft.id, from, to]);
    });
    await review();
    const beganAt = new Date(to.getTime() - 599 * 100).toISOString();
    expect(await alarms(fenceId)).toMatchObject([{ beganAt, endedAt: to.toISOString() }]);
  });
});
