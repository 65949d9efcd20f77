import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { AirNews } from '../../../src/telemetry/conformance/air-news.js';
import { LiveBoard } from '../../../src/telemetry/positions/live.board.js';
import { PositionRepository } from '../../../src/telemetry/positions/position.repository.js';
import { TestApp } from '../../support/app.js';

const HEARD = `
  INSERT INTO device_latest (device_id, heard_at, received_at, position_at, position_received_at, lon, lat, fix, place,
    battery_at, battery_percent)
  SELECT id, now(), now(), now() - interval '1.5 s', now() - interval '1.2 s', 116.123456789, 38, 'gnss', 'unknown',
    now(), 80
  FROM device WHERE part_of_id IS NULL ORDER BY id LIMIT 3 RETURNING device_id AS id`;

describe('news of the air', () => {
  let app: TestApp;
  let ids: string[];
  let asked: jest.SpiedFunction<PositionRepository['of']>;

  const change = <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    app.get(UnitOfWork).read((tx) => tx.query<Row>(sql, values));

  async function look(): Promise<{ heard: readonly string[]; read: readonly string[] }> {
    asked.mockClear();
    const { all } = await app.get(AirNews).look();
    return {
      heard: all.filter((id) => ids.includes(id)),
      read: asked.mock.calls.flatMap(([, deviceIds]) => deviceIds),
    };
  }

  beforeAll(async () => {
    app = await TestApp.start();
    // Times of a millisecond, as frames have them.
    const rows = await change<{ id: string }>(HEARD.replaceAll('now()', `date_trunc('milliseconds', now())`));
    ids = rows.map(({ id }) => id);
    asked = jest.spyOn(app.get(PositionRepository), 'of');
  });
  afterAll(() => app.stop());

  it('are read where they came to another instance, and taken from the board where the board has them', async () => {
    const told: string[] = [];
    app.get(LiveBoard).watch((deviceIds) => told.push(...deviceIds));
    const { heard, read } = await look();
    expect(read.toSorted()).toEqual(ids.toSorted());
    expect(heard.toSorted()).toEqual(ids.toSorted());
    expect(told.toSorted()).toEqual(ids.toSorted());
    expect(ids.map((id) => app.get(LiveBoard).get(id)?.state.battery?.percent)).toEqual(ids.map(() => 80));
    expect(await look()).toEqual({ heard, read: [] });
    expect(told).toHaveLength(ids.length);
  });

  it('are read again where only a part is newer than on the board', async () => {
    const [changed = ''] = ids;
    await change(
      `UPDATE device_latest SET battery_at = battery_at + interval '1 ms', battery_percent = 79 WHERE device_id = $1
       RETURNING 1`,
      [changed],
    );
    const { heard, read } = await look();
    expect(read).toEqual([changed]);
    const percents = new Map(heard.map((id) => [id, app.get(LiveBoard).get(id)?.state.battery?.percent]));
    expect(percents).toEqual(new Map(ids.map((id) => [id, id === changed ? 79 : 80])));
  });
});
