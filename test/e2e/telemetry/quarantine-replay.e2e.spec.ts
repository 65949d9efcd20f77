import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aircraftOsdMessage, flightPath } from '../../../scripts/simulator/dji-messages.js';
import { IntakeService } from '../../../src/telemetry/intake/intake.service.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { connectedAs, type Crew, crewOf, endClients, framesOf, rowsOf, send, until } from './telemetry-kit.js';

interface Replay {
  readonly taken: number;
  readonly refused: readonly { readonly id: string; readonly code: string }[];
}
interface Held {
  readonly id: string;
  readonly code: string;
  readonly replayedAt: string | null;
  readonly replayCode: string | null;
}

const FIELD = [
  { lon: 116.53, lat: 37.88 },
  { lon: 116.534, lat: 37.88 },
  { lon: 116.534, lat: 37.883 },
];
let serials = 0;

describe('messages in quarantine are read again', () => {
  let app: TestApp;
  let administrator: ApiClient;
  let manager: ApiClient;
  let crew: Crew;
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_TELEMETRY_DAYS: '30' } });
    [administrator, manager] = [await app.as({ role: 'system_admin' }), await app.as({ role: 'equipment_manager' })];
    crew = await crewOf(app);
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  /** Frames of an aircraft that nobody has registered. */
  function strangers(count: number): { serial: string; topic: string; payloads: readonly Buffer[] } {
    const serial = `STRANGER-${Date.now()}-${(serials += 1)}`;
    const path = flightPath(7, FIELD, { startAt: new Date(Date.now() - 60_000) }).slice(20, 20 + count);
    const messages = path.map((point) =>
      aircraftOsdMessage({ aircraftSerial: serial, gatewaySerial: crew.gatewaySerial }, point),
    );
    return { serial, topic: `thing/product/${serial}/osd`, payloads: messages.map(({ payload }) => payload) };
  }

  /** As an external broker hands messages over, which does not say who published. */
  async function arrive(topic: string, payload: Buffer, receivedAt = new Date()): Promise<void> {
    const message = { topic, payload, receivedAt, clientId: 'mqtt://broker', principal: undefined };
    await app.get(IntakeService).accept(message, 'own');
  }

  const heldOn = (topic: string): Promise<Held[]> =>
    rowsOf(
      app,
      `SELECT id, code, replayed_at AS "replayedAt", replay_code AS "replayCode" FROM quarantine WHERE topic = $1 ORDER BY id`,
      [topic],
    );
  const replay = (wish: object) => administrator.post<Replay>('/quarantine/replay', wish);

  async function registered(serial: string): Promise<string> {
    const { status, body } = await register(manager, newDevice({ kindCode: 'matrice-350', serial }));
    expect(status).toBe(201);
    return body.id;
  }

  it('stay while nothing has changed, and become frames in their place once the device is registered', async () => {
    const { serial, topic, payloads } = strangers(3);
    for (const payload of payloads) await arrive(topic, payload);
    const ids = (await heldOn(topic)).map(({ id }) => id);
    expect(ids).toHaveLength(3);

    const before = await replay({ ids });
    expect(before.status).toBe(200);
    expect(before.body).toEqual({ taken: 0, refused: ids.map((id) => ({ id, code: 'DEVICE_UNKNOWN' })) });
    expect((await heldOn(topic)).map(({ replayCode }) => replayCode)).toEqual(Array(3).fill('DEVICE_UNKNOWN'));

    const deviceId = await registered(serial);
    const after = await until(
      () => replay({ ids }),
      ({ body }) => body.taken > 0,
      8_000,
    );
    expect(after.body).toEqual({ taken: 3, refused: [] });
    const frames = await framesOf(app, deviceId);
    expect(frames.map(({ raw }) => raw.toString())).toEqual(payloads.map((payload) => payload.toString()));
    const page = await administrator.get<{ items: Held[] }>('/quarantine?code=DEVICE_UNKNOWN&limit=200');
    expect(page.body.items.filter(({ id }) => ids.includes(id))).toEqual(
      expect.arrayContaining([expect.objectContaining({ replayedAt: expect.any(String), replayCode: null })]),
    );
    const latest = await rowsOf<{ at: Date }>(app, `SELECT position_at AS at FROM device_latest WHERE device_id = $1`, [
      deviceId,
    ]);
    expect(latest[0]?.at).toEqual(frames.at(-1)?.at);
  });

  it('are taken once by however many read them at the same time', async () => {
    const { serial, topic, payloads } = strangers(2);
    for (const payload of payloads) await arrive(topic, payload);
    const ids = (await heldOn(topic)).map(({ id }) => id);
    const deviceId = await registered(serial);
    await until(
      () => Promise.all([replay({ ids }), replay({ ids }), replay({ ids }), replay({ ids })]),
      async () => (await framesOf(app, deviceId)).length >= payloads.length,
      8_000,
    );
    expect(await framesOf(app, deviceId)).toHaveLength(2);
    expect((await heldOn(topic)).map(({ replayCode }) => replayCode)).toEqual([null, null]);
    expect((await replay({ ids })).body).toEqual({ taken: 0, refused: [] });
  });

  it('are not believed of a sender who has no business with the device that is known by now', async () => {
    const { serial, topic, payloads } = strangers(1);
    const controller = await connectedAs(app, crew.controller.id);
    await send(controller, topic, payloads[0]);
    const [held] = await heldOn(topic);
    const deviceId = await registered(serial);
    const again = await until(
      () => replay({ ids: [held?.id] }),
      ({ body }) => body.refused[0]?.code !== 'DEVICE_UNKNOWN',
      8_000,
    );
    expect(again.body).toEqual({ taken: 0, refused: [{ id: held?.id, code: 'TOPIC_NOT_OWNED' }] });
    expect(await framesOf(app, deviceId)).toEqual([]);
  });

  it('are not believed either where the name was registered while the message was on its way', async () => {
    const { serial, topic, payloads } = strangers(1);
    const deviceId = await registered(serial);
    const [payload = Buffer.alloc(0)] = payloads;
    const principal = { kind: 'device', id: crew.controller.id, username: crew.controller.assetCode } as const;
    const message = { topic, payload, receivedAt: new Date(), clientId: 'late', principal };
    await app.get(IntakeService).accept(message, 'unknown');
    expect((await heldOn(topic)).map(({ code }) => code)).toEqual(['DEVICE_UNKNOWN']);
    expect(await framesOf(app, deviceId)).toEqual([]);
  });

  it('are left alone where the reason was settled when they came, or nobody waits any more', async () => {
    const controller = await connectedAs(app, crew.controller.id);
    const other = await crewOf(app, '河北省');
    const foreign = `thing/product/${other.gatewaySerial}/osd`;
    await send(controller, foreign, { data: {} });
    const [held] = await heldOn(foreign);
    expect(held?.code).toBe('TOPIC_NOT_OWNED');
    expect((await replay({ ids: [held?.id] })).body).toEqual({ taken: 0, refused: [] });

    const unknown = `STRANGER-${Date.now()}`;
    const asks = `thing/product/${unknown}/requests`;
    await arrive(asks, Buffer.from(JSON.stringify({ tid: '1', bid: '2', method: 'config', data: {}, timestamp: 1 })));
    const [asked] = await heldOn(asks);
    expect(asked?.code).toBe('DEVICE_UNKNOWN');
    expect((await replay({ ids: [asked?.id] })).body.refused).toEqual([{ id: asked?.id, code: 'NOT_TO_BE_STORED' }]);
  });

  it('tell what a device warns of, once the device is known', async () => {
    const serial = `STRANGER-${Date.now()}`;
    const topic = `thing/product/${serial}/events`;
    const warning = {
      code: '0x16100083',
      level: 1,
      module: 3,
      in_the_sky: 0,
      imminent: 0,
      device_type: '0-77-1',
      args: {},
    };
    const event = {
      tid: 't',
      bid: 'b',
      timestamp: Date.now(),
      method: 'hms',
      need_reply: 1,
      data: { list: [warning] },
    };
    await arrive(topic, Buffer.from(JSON.stringify(event)));
    const [held] = await heldOn(topic);
    expect(held?.code).toBe('DEVICE_UNKNOWN');
    const deviceId = await registered(serial);
    await until(
      () => replay({ ids: [held?.id] }),
      ({ body }) => body.taken === 1,
      8_000,
    );
    const told = await manager.get<{ items: { code: string }[] }>(`/devices/${deviceId}/health-messages`);
    expect(told.body.items.map(({ code }) => code)).toEqual(['0x16100083']);
  });

  it('stay out where frames of their day are no longer kept', async () => {
    const [long, recent] = [45, 20].map((days) => new Date(Date.now() - days * 86_400_000));
    const serial = `STRANGER-${Date.now()}`;
    const topic = `thing/product/${serial}/osd`;
    for (const at of [long, recent]) {
      const [point] = flightPath(7, FIELD, { startAt: at ?? new Date() });
      if (!point || !at) throw new Error('a path has points');
      const { payload } = aircraftOsdMessage({ aircraftSerial: serial, gatewaySerial: crew.gatewaySerial }, point);
      await arrive(topic, payload, at);
    }
    const [first] = await heldOn(topic);
    const ids = (await heldOn(topic)).map(({ id }) => id);
    await registered(serial);
    const answer = await until(
      () => replay({ ids }),
      ({ body }) => body.refused.every(({ code }) => code !== 'DEVICE_UNKNOWN'),
      8_000,
    );
    expect(answer.body.refused).toContainEqual({ id: first?.id, code: 'NO_LONGER_KEPT' });
  });

  it('are chosen by their reason too, and the choice is said in the audit', async () => {
    const topic = `thing/product/${crew.gatewaySerial}/osd`;
    await arrive(topic, Buffer.from('not json'));
    const answer = await replay({ code: 'NOT_JSON', limit: 1 });
    expect(answer.body).toEqual({ taken: 0, refused: [{ id: expect.any(String), code: 'NOT_JSON' }] });
    const [entry] = await rowsOf<{ details: object }>(
      app,
      `SELECT details FROM audit_entry WHERE action = 'quarantine.replay' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry?.details).toEqual({ replayed: answer.body.refused });
  });

  it.each([
    ['nothing', {}],
    ['both', { ids: ['00000000-0000-7000-8000-000000000000'], code: 'NOT_JSON' }],
    ['a reason that was settled', { code: 'TOPIC_NOT_OWNED' }],
    ['too many', { code: 'NOT_JSON', limit: 501 }],
    ['no id', { ids: ['x'] }],
  ])('refuses a wish for %s', async (_, wish) => {
    const { status, body } = await administrator.post<{ code: string }>('/quarantine/replay', wish);
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });
});
