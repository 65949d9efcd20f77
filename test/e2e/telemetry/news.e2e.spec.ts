import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idsFrom, newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { FlightAlertNews } from '../../../src/telemetry/alarms/flight-alert.news.js';
import { LiveBoard } from '../../../src/telemetry/positions/live.board.js';
import { PositionRepository } from '../../../src/telemetry/positions/position.repository.js';
import { TestApp } from '../../support/app.js';
import { deviceOf, type PoolDevice, rowsOf, until } from './telemetry-kit.js';

interface NewsItem {
  readonly type: string;
  readonly deviceId: string;
  readonly kind: string;
}

const ALL_AT_ONCE = `
  INSERT INTO device_latest (device_id, heard_at, received_at, position_at, position_received_at, lon, lat, fix, place)
  SELECT id, now(), now(), now(), now(), 116, 38, 'gnss', 'unknown' FROM device WHERE part_of_id IS NULL`;
const OF_OTHERS = `
  SELECT d.id FROM device d JOIN unit u ON u.id = d.unit_id
  WHERE u.name LIKE '%县%' AND u.name NOT LIKE '%东光县%' AND d.part_of_id IS NULL LIMIT 1`;
/** The last of them of the own device. */
const AT_ONE_MOMENT = `
  INSERT INTO device_news (id, device_id, type, payload, at)
  SELECT ($1 || lpad(to_hex(n), 12, '0'))::uuid, CASE WHEN n > $4::int THEN $3::uuid ELSE $2::uuid END, 'alarm_began',
    jsonb_build_object('kind', CASE WHEN n > $4::int THEN 'last' ELSE 'many' END), $5
  FROM generate_series(1, $4::int + 1) AS n`;
/** Of one reading. */
const READ_AT_ONCE = 2_000;

describe('news of devices', () => {
  let app: TestApp;
  let own: PoolDevice;
  let foreign: { id: string } | undefined;
  let heard: NewsItem[];

  beforeAll(async () => {
    app = await TestApp.start();
    own = await deviceOf(app, 'mavic-3t', '东光县');
    [foreign] = await rowsOf<{ id: string }>(app, OF_OTHERS);
    await app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(ALL_AT_ONCE));
    app.get(LiveBoard).advance(await app.get(UnitOfWork).read((tx) => app.get(PositionRepository).all(tx)));
    const socket = await (await app.as({ role: 'commander', unit: '东光县' })).socket('/live');
    heard = [];
    socket.on('news', ({ items }: { items: NewsItem[] }) => heard.push(...items));
    await socket.timeout(5_000).emitWithAck('view', { bbox: [113, 36, 120, 43], zoom: 7 });
    await pause(1_100);
  });
  afterAll(() => app.stop());

  const told = (kind: string) => heard.filter((item) => item.kind === kind);

  it('of a whole fleet that comes at once are committed in pieces', async () => {
    const commits = await until(
      () => rowsOf<{ news: number }>(app, `SELECT count(*)::int AS news FROM device_news GROUP BY xmin::text`),
      (rows) => rows.reduce((sum, { news }) => sum + news, 0) > 100,
      20_000,
    );
    for (const { news } of commits) expect(news).toBeLessThanOrEqual(50);
  });

  it('of a flight are told when the event comes, however late, and once however often it comes', async () => {
    const recordedAt = new Date(Date.now() - 3_600_000);
    const event = {
      id: `${idsFrom(recordedAt).slice(0, 24)}${newId().slice(24)}`,
      type: 'missions.flight_alert_began',
      aggregate: 'flight:late',
      payload: { flightId: newId(), deviceId: own.id, kind: 'outside_volume', subjectId: null },
      actor: { kind: 'system', id: newId(), name: 'system' },
      recordedAt,
    };
    for (let nth = 0; nth < 3; nth += 1) await app.get(FlightAlertNews).onBegan(event);
    await until(
      () => told('outside_volume'),
      (items) => items.length > 0,
    );
    await pause(1_200);
    expect(told('outside_volume')).toMatchObject([{ type: 'alarm_began', deviceId: own.id }]);
  });

  it('are read on where there are more than fit into one reading', async () => {
    const now = new Date();
    const values = [idsFrom(now).slice(0, 24), foreign?.id, own.id, READ_AT_ONCE, now];
    await app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(AT_ONE_MOMENT, values));
    await until(
      () => told('last'),
      (items) => items.length === 1,
    );
    expect(told('many')).toEqual([]);
  });
});
