import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM, type Tx, UnitOfWork } from '../../../src/platform/index.js';
import { TelemetryService } from '../../../src/telemetry/index.js';
import { FrameRetention } from '../../../src/telemetry/retention/frame-retention.js';
import { TestApp } from '../../support/app.js';

const FRAME = `
  INSERT INTO telemetry_sample (device_id, at, seq, received_at, dialect, topic, lon, lat, fix, extra, raw)
  SELECT $1, $2::timestamptz + n * interval '1 second', n, now(), 'dji', 't', 116.5, 37.8, 'gnss', '{}', '\\x00'
  FROM generate_series(0, $3::int - 1) AS n`;

describe('retention of frames', () => {
  let app: TestApp;
  let device: string;
  let other: string;
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_TELEMETRY_DAYS: '30' } });
    const rows = await query<{ id: string }>(`SELECT id FROM device ORDER BY asset_code LIMIT 2`);
    [device = '', other = ''] = rows.map(({ id }) => id);
  });
  afterAll(() => app.stop());

  const query = <Row>(sql: string, values: readonly unknown[] = []) =>
    app.get(UnitOfWork).read((tx) => tx.query<Row>(sql, values));
  const run = <T>(work: (tx: Tx) => Promise<T>) => app.get(UnitOfWork).run(SYSTEM, work);
  const retain = () => app.get(FrameRetention).run();
  /** A day by itself with ten minutes of frames of two devices from noon; what `with_` does is committed with them. */
  const fly = (day: string, with_: (tx: Tx) => Promise<void> = async () => undefined) =>
    run(async (tx) => {
      await tx.query(`SELECT make_telemetry_partitions($1::date, $1::date)`, [day]);
      for (const id of [device, other]) {
        await tx.execute(FRAME, [id, `${day}T12:00:00Z`, 600]);
        await tx.execute(`INSERT INTO telemetry_visit VALUES ($1, telemetry_cell(116.5, 37.8), $2)`, [
          `${day}T12:00:00Z`,
          id,
        ]);
      }
      await with_(tx);
    });
  const hold = (tx: Tx, day: string, from: string, to: string) =>
    app
      .get(TelemetryService)
      .holdTrack(tx, device, { from: new Date(`${day}T${from}Z`), to: new Date(`${day}T${to}Z`) }, `evidence:${day}`);
  const secondsOf = async (id: string, day: string) =>
    (
      await query<{ second: number }>(
        `SELECT extract(epoch FROM at - $2::timestamptz)::int AS second FROM telemetry_sample
         WHERE device_id = $1 AND at >= $2 AND at < $2::timestamptz + interval '1 day' ORDER BY at`,
        [id, `${day}T12:00:00Z`.replace('12:00', '00:00')],
      )
    ).map(({ second }) => second - 43_200);
  const partitionOf = async (day: string) =>
    (
      await query<{ name: string | null }>(`SELECT to_regclass($1)::text AS name`, [
        `telemetry_sample_${day.replaceAll('-', '')}`,
      ])
    )[0]?.name;
  const removals = (day: string) =>
    query(`SELECT removed::int, held::int FROM telemetry_removal WHERE day = $1`, [day]);

  it('removes an old day, its partition and nothing younger, and the audit says so', async () => {
    await fly('2026-01-10');
    await retain();
    expect(await secondsOf(device, '2026-01-10')).toEqual([]);
    expect(await partitionOf('2026-01-10')).toBeNull();
    expect(await removals('2026-01-10')).toEqual([{ removed: 1_200, held: 0 }]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await partitionOf(today)).not.toBeNull();
    expect(
      await query(
        `SELECT subject_id AS day, details FROM audit_entry WHERE action = 'telemetry.removeFrames' AND subject_id = $1`,
        ['2026-01-10'],
      ),
    ).toEqual([{ day: '2026-01-10', details: { removed: 1_200, held: 0, keptDays: 30 } }]);
  });

  it('spares what is held, with the neighbours a place between frames needs, and nothing else', async () => {
    await fly('2026-02-10', async (tx) => {
      await hold(tx, '2026-02-10', '12:02:00', '12:03:00');
      await hold(tx, '2026-02-10', '12:02:30', '12:03:30');
    });
    await retain();
    const kept = await secondsOf(device, '2026-02-10');
    expect([kept[0], kept.at(-1), kept.length]).toEqual([110, 219, 110]);
    expect(await secondsOf(other, '2026-02-10')).toEqual([]);
    expect(
      await query(`SELECT device_id AS id, telemetry_cell(116.5, 37.8) = cell AS there FROM telemetry_visit
                   WHERE hour >= '2026-02-10T00:00:00Z' AND hour < '2026-02-11T00:00:00Z'`),
    ).toEqual([{ id: device, there: true }]);
    expect(await removals('2026-02-10')).toEqual([{ removed: 1_090, held: 110 }]);
    await retain();
    expect(await secondsOf(device, '2026-02-10')).toEqual(kept);
    expect(await partitionOf('2026-02-10')).not.toBeNull();
  });

  it('spares what is being held at that moment', async () => {
    let removing: Promise<void> | undefined;
    await fly('2026-03-10');
    // The queue's own worker may meet this day too: it must wait for the hold like the run below.
    await run(async (tx) => {
      await hold(tx, '2026-03-10', '12:00:00', '12:10:00');
      removing = retain();
      await removing;
    });
    expect(await removals('2026-03-10')).toEqual([]);
    await retain();
    expect(await secondsOf(device, '2026-03-10')).toHaveLength(600);
    expect(await removals('2026-03-10')).toEqual([{ removed: 600, held: 600 }]);
  });

  it('gives way to a reader, while frames of today go on being written', async () => {
    await fly('2026-04-10');
    const written: number[] = [];
    await run(async (reading) => {
      await reading.query(`SELECT count(*) FROM telemetry_sample_20260410`);
      const removing = retain();
      for (let frame = 0; frame < 20; frame += 1) {
        const begun = performance.now();
        await run((tx) => tx.execute(FRAME, [device, new Date(Date.now() - 60_000 * (frame + 1)), 1]));
        written.push(performance.now() - begun);
      }
      await removing;
    });
    expect(Math.max(...written)).toBeLessThan(400);
    expect(await secondsOf(device, '2026-04-10')).toHaveLength(600);
    await retain();
    expect(await secondsOf(device, '2026-04-10')).toEqual([]);
  });

  it('removes a day once when two runs meet, and goes on where one broke off', async () => {
    await fly('2026-05-10');
    await Promise.all([retain(), retain(), retain()]);
    await retain();
    expect(await removals('2026-05-10')).toEqual([{ removed: 1_200, held: 0 }]);
    expect(
      await query(`SELECT FROM audit_entry WHERE action = 'telemetry.removeFrames' AND subject_id = '2026-05-10'`),
    ).toHaveLength(1);
    await run(async (tx) => {
      await tx.query(`SELECT make_telemetry_partitions('2026-05-11', '2026-05-11')`);
      await tx.execute(`ALTER TABLE telemetry_sample DETACH PARTITION telemetry_sample_20260511`);
      await tx.execute(
        `INSERT INTO telemetry_removal (day, removed_at, removed, held) VALUES ('2026-05-11', now(), 0, 0)`,
      );
    });
    await retain();
    expect(await partitionOf('2026-05-11')).toBeNull();
  });
});

describe('without a policy', () => {
  it('keeps everything', async () => {
    const app = await TestApp.start();
    try {
      const work = app.get(UnitOfWork);
      await work.run(SYSTEM, (tx) => tx.query(`SELECT make_telemetry_partitions('2026-01-10', '2026-01-10')`));
      await app.get(FrameRetention).run();
      const [found] = await work.read((tx) =>
        tx.query<{ name: string | null }>(`SELECT to_regclass('telemetry_sample_20260110')::text AS name`),
      );
      expect(found?.name).toBe('telemetry_sample_20260110');
    } finally {
      await app.stop();
    }
  });
});
