import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UsageFeeder } from '../../../src/telemetry/usage/usage.feeder.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, lineOf, rowsOf, send } from './telemetry-kit.js';

const STANDBY = 0;
const WAYLINE = 5;

describe('what aircraft tell of their use', () => {
  let app: TestApp;
  let manager: ApiClient;
  let crew: Crew;
  let batteryId: string;
  const batterySerial = `BAT-${process.pid}`;
  let payloadId: string;
  const startAt = Date.now() - 20 * 60_000;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    crew = await crewOf(app);
    const battery = newDevice({ kindCode: 'battery-mavic-3', attributes: {}, serial: batterySerial });
    batteryId = (await register(manager, battery)).body.id;
    const payload = newDevice({ kindCode: 'airborne-gas', attributes: {} });
    payloadId = (await register(manager, payload)).body.id;
    await rowsOf(app, `INSERT INTO device_part (id, part_id, whole_id) VALUES (gen_random_uuid(), $1, $2)`, [
      payloadId,
      crew.aircraft.id,
    ]);
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  const connected = () => lineOf(app, crew);
  /** A property frame so many seconds after the beginning. */
  const frame = (second: number, data: Record<string, unknown>) => ({
    topic: `thing/product/${crew.aircraftSerial}/osd`,
    payload: {
      tid: `t${second}`,
      bid: 'b',
      gateway: crew.gatewaySerial,
      timestamp: startAt + second * 1000,
      data,
    },
  });
  const batteries = (serial: string, cycles: number) => ({
    battery: { capacity_percent: 80, batteries: [{ index: 0, sn: serial, loop_times: cycles }] },
  });
  const usedBy = async (id: string) =>
    (
      await rowsOf<{ seconds: number }>(app, `SELECT seconds FROM device_usage WHERE device_id = $1 ORDER BY source`, [
        id,
      ])
    ).map(({ seconds }) => seconds);
  const counted = async () => {
    const [row] = await rowsOf<{ count: number; readings: number }>(
      app,
      `SELECT cycle_count AS count, (SELECT count(*)::int FROM device_counter WHERE device_id = d.id) AS readings
       FROM device d WHERE id = $1`,
      [batteryId],
    );
    return row;
  };
  const feed = () => app.get(UsageFeeder).run();

  it('a flight that has ended counts once for the aircraft and the payload on it, however often it is told', async () => {
    const client = await connected();
    const messages = [
      frame(0, { mode_code: STANDBY }),
      frame(10, { mode_code: WAYLINE }),
      frame(60, { latitude: 37.88, longitude: 116.53 }),
      frame(300, { mode_code: WAYLINE }),
    ];
    for (const { topic, payload } of messages) await send(client, topic, payload);
    await feed();
    expect(await usedBy(crew.aircraft.id)).toEqual([]);
    const landed = frame(310, { mode_code: STANDBY });
    await send(client, landed.topic, landed.payload);
    await Promise.all([feed(), feed()]);
    for (const { topic, payload } of [...messages, landed]) await send(client, topic, payload);
    await feed();
    expect([await usedBy(crew.aircraft.id), await usedBy(payloadId)]).toEqual([[300], [300]]);
    expect(await usedBy(crew.controller.id)).toEqual([]);
  });

  it('a battery inside counts on by its serial and never back', async () => {
    const client = await connected();
    const say = async (second: number, serial: string, cycles: number, channel = 'osd') => {
      const { topic, payload } = frame(second, batteries(serial, cycles));
      await send(client, topic.replace(/osd$/, channel), payload);
      await feed();
    };
    await say(400, batterySerial.toLowerCase(), 41);
    expect(await counted()).toEqual({ count: 41, readings: 1 });
    await say(400, batterySerial.toLowerCase(), 41);
    await say(410, batterySerial, 41);
    await say(420, batterySerial, 12);
    await say(430, 'NOBODY-KNOWS-IT', 99);
    await say(440, batterySerial, -1);
    expect(await counted()).toEqual({ count: 41, readings: 1 });
    await say(450, batterySerial, 42, 'state');
    expect(await counted()).toEqual({ count: 42, readings: 2 });
    const { body } = await manager.get<{ items: { cycleCount: number; readBy: string }[] }>(
      `/devices/${batteryId}/counters`,
    );
    expect(body.items[0]).toMatchObject({ cycleCount: 42, readBy: crew.aircraft.assetCode });
    const audited = await rowsOf<{ kind: string }>(
      app,
      `SELECT actor_kind AS kind FROM audit_entry WHERE action = 'equipment.readCounter' AND subject_id = $1`,
      [batteryId],
    );
    expect(audited.map(({ kind }) => kind)).toEqual(['device', 'device']);
  });

  it('a battery of another unit is not worn out by naming it', async () => {
    const stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
    const serial = `FOREIGN-${process.pid}`;
    const foreign = await register(stranger, newDevice({ kindCode: 'battery-mavic-3', attributes: {}, serial }));
    const client = await connected();
    const { topic, payload } = frame(500, batteries(serial, 5_000));
    await send(client, topic, payload);
    await feed();
    const [after] = await rowsOf<{ count: number | null }>(
      app,
      `SELECT cycle_count AS count FROM device WHERE id = $1`,
      [foreign.body.id],
    );
    expect(after?.count).toBeNull();
  });
});
