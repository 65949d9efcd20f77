import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aircraftOsdMessage,
  controllerOsdMessage,
  flightPath,
  updateTopoMessage,
} from '../../../scripts/simulator/dji-messages.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import {
  connectDevice,
  connectedAs,
  credentialOf,
  crewOf,
  deviceOf,
  endClients,
  framesOf,
  MQTT_VERSIONS,
  quarantineOf,
  rowsOf,
  send,
  until,
} from './telemetry-kit.js';

const field = [
  { lon: 116.53, lat: 37.88 },
  { lon: 116.534, lat: 37.88 },
  { lon: 116.534, lat: 37.883 },
  { lon: 116.53, lat: 37.883 },
];

/** A short flight that has just ended. */
function recentPath(points: number) {
  const path = flightPath(7, field, { startAt: new Date(Date.now() - 600_000) }).slice(20, 20 + points);
  return path;
}

describe('messages of devices over MQTT', () => {
  let app: TestApp;
  let county: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    county = await app.as({ role: 'field_officer', unit: '东光县' });
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  describe.each(MQTT_VERSIONS)('with protocol %i', (version) => {
    it('a controller announces its aircraft, is answered, and both report', async () => {
      const crew = await crewOf(app);
      const client = await connectedAs(app, crew.controller.id, version);
      const replies: string[] = [];
      client.on('message', (topic, payload) => replies.push(`${topic} ${payload.toString()}`));
      await client.subscribeAsync(`sys/product/${crew.gatewaySerial}/status_reply`, { qos: 1 });
      const topo = updateTopoMessage(crew, new Date());
      await send(client, topo.topic, topo.payload);
      const [reply] = await until(
        () => replies,
        (all) => all.length > 0,
      );
      expect(reply).toContain('"method":"update_topo","data":{"result":0}');

      const path = recentPath(5).map((point, index) => ({
        ...point,
        at: new Date(Date.now() - 60_000 + index * 2_000 + version),
      }));
      for (const point of path) {
        const { topic, payload } = aircraftOsdMessage(crew, point);
        await send(client, topic, payload);
      }
      const stand = controllerOsdMessage(crew, new Date(), { lon: 116.53, lat: 37.88, altitudeEllipsoidMetres: 12 });
      await send(client, stand.topic, stand.payload);

      const frames = await framesOf(app, crew.aircraft.id);
      const sent = frames.filter(({ at }) => path.some((point) => point.at.getTime() === at.getTime()));
      expect(sent.map(({ lon, lat }) => ({ lon, lat }))).toEqual(path.map(({ lon, lat }) => ({ lon, lat })));
      expect(await framesOf(app, crew.controller.id)).not.toHaveLength(0);
      const pairs = await rowsOf(
        app,
        `SELECT gateway_class FROM device_topology WHERE gateway_id = $1 AND aircraft_id = $2 AND unpaired_at IS NULL`,
        [crew.controller.id, crew.aircraft.id],
      );
      expect(pairs).toEqual([{ gateway_class: 'controller' }]);
    });

    it('keeps a message that comes twice once, and its bytes as they came', async () => {
      const meter = await deviceOf(app, 'water-photometer', '东光县');
      const client = await connectedAs(app, meter.id, version);
      const payload = JSON.stringify({
        at: new Date(Date.now() - version * 1000).toISOString(),
        lon: 116.53,
        lat: 37.88,
        batteryPercent: 71.5,
      });
      const topic = `skydocket/v1/${meter.assetCode}/telemetry`;
      for (let times = 0; times < 3; times += 1) await send(client, topic, payload);
      const frames = (await framesOf(app, meter.id)).filter(({ raw }) => raw.toString() === payload);
      expect(frames).toMatchObject([{ lon: 116.53, lat: 37.88, batteryPercent: 71.5 }]);
    });

    it('acknowledges rubbish and keeps it with its bytes and the reason', async () => {
      const crew = await crewOf(app);
      const client = await connectedAs(app, crew.controller.id, version);
      const topic = `thing/product/${crew.aircraftSerial}/osd`;
      const now = Date.now();
      const before = (await quarantineOf(app, topic)).length;
      const messages = [
        ['NOT_JSON', `this is not JSON in protocol ${version}`],
        ['BAD_SHAPE', `{"timestamp":${version}}`],
        ['CLOCK_OUT_OF_RANGE', `{"timestamp":100${version},"data":{}}`],
        ['CLOCK_OUT_OF_RANGE', `{"timestamp":${now + 2 * 3_600_000},"data":{}}`],
        ['POSITION_OUT_OF_RANGE', `{"timestamp":${now},"data":{"latitude":213,"longitude":1}}`],
        ['BAD_SHAPE', `{"timestamp":${now},"data":{"latitude":true,"longitude":1}}`],
      ] as const;
      for (const [, text] of messages) await send(client, topic, text);
      const kept = (await quarantineOf(app, topic)).slice(before);
      expect(kept.map(({ code, raw }) => [code, raw.toString()])).toEqual(messages.map(([code, text]) => [code, text]));
      expect(kept[0]?.username).toBe(crew.controller.assetCode);
    });

    it('keeps what comes from a serial nobody knows, and does not answer its topology', async () => {
      const crew = await crewOf(app);
      const client = await connectedAs(app, crew.controller.id, version);
      const stranger = { ...crew, aircraftSerial: `1581FSTRANGER${version}` };
      const [point] = recentPath(1);
      const osd = point && aircraftOsdMessage(stranger, { ...point, at: new Date() });
      await send(client, osd?.topic ?? '', osd?.payload);
      expect(await quarantineOf(app, osd?.topic ?? '')).toMatchObject([{ code: 'DEVICE_UNKNOWN', raw: osd?.payload }]);
      const topo = updateTopoMessage(stranger, new Date());
      await send(client, topo.topic, topo.payload);
      const kept = await quarantineOf(app, topo.topic);
      expect(kept.at(-1)).toMatchObject({ code: 'DEVICE_UNKNOWN' });
    });

    it('acknowledges a spoofed serial, and keeps none of it as a frame', async () => {
      const [mine, theirs] = [await crewOf(app), await crewOf(app, '邯郸')];
      const client = await connectedAs(app, mine.controller.id, version);
      const [point] = recentPath(1);
      const spoof =
        point && aircraftOsdMessage({ ...theirs, gatewaySerial: mine.gatewaySerial }, { ...point, at: new Date() });
      await send(client, spoof?.topic ?? '', spoof?.payload);
      expect((await quarantineOf(app, spoof?.topic ?? '')).at(-1)).toMatchObject({
        code: 'TOPIC_NOT_OWNED',
        username: mine.controller.assetCode,
      });
      expect(
        (await framesOf(app, theirs.aircraft.id)).filter(({ raw }) => raw.equals(spoof?.payload ?? Buffer.alloc(0))),
      ).toEqual([]);
    });

    it('refuses subscriptions beyond the own topics', async () => {
      const [mine, theirs] = [await crewOf(app), await crewOf(app, '邯郸')];
      const client = await connectedAs(app, mine.controller.id, version);
      for (const topic of [
        '#',
        'thing/product/+/osd',
        '$share/x/thing/product/+/osd',
        `thing/product/${theirs.gatewaySerial}/services`,
        '$SYS/#',
      ]) {
        const [granted] = await client.subscribeAsync(topic, { qos: 1 }).catch(() => []);
        expect({ topic, refused: (granted?.qos ?? 128) >= 128 }).toEqual({ topic, refused: true });
      }
      const own = await client.subscribeAsync(`thing/product/${mine.gatewaySerial}/services`, { qos: 1 });
      expect(own[0]?.qos).toBeLessThan(3);
    });
  });

  it('takes a reading of a checked-out instrument into the rapid tests, once', async () => {
    const tester = await app.as({ role: 'tester', unit: '东光县' });
    const meter = await deviceOf(app, 'water-photometer', '东光县');
    const taken = await tester.post('/check-outs', { assetCode: meter.assetCode });
    expect(taken.status).toBe(201);
    const client = await connectedAs(app, meter.id, 5);
    const body = JSON.stringify({
      at: new Date().toISOString(),
      item: 'NH3-N',
      value: '1.82',
      unit: 'mg/L',
      readings: [1.8, 1.84],
      lon: 116.54,
      lat: 37.89,
    });
    for (let times = 0; times < 2; times += 1) await send(client, `skydocket/v1/${meter.assetCode}/reading`, body);
    const runs = await rowsOf<{ operator_id: string; value: number }>(
      app,
      `SELECT operator_id, value FROM rapid_test WHERE device_id = $1`,
      [meter.id],
    );
    expect(runs).toEqual([{ operator_id: tester.user.id, value: 1.82 }]);
    expect((await framesOf(app, meter.id)).filter(({ raw }) => raw.toString() === body)).toHaveLength(1);
  });

  it('opens the line with the asset code or the serial, and only with the last secret', async () => {
    const { controller } = await crewOf(app);
    const first = await credentialOf(app, controller.id);
    expect(first.username).toBe(controller.assetCode);
    expect(Buffer.from(first.password, 'base64url')).toHaveLength(32);
    const line = await connectDevice(app, { ...first, username: controller.serial });
    const ended = new Promise<void>((done) => line.once('close', () => done()));
    const second = await credentialOf(app, controller.id);
    await ended;
    await expect(connectDevice(app, first)).rejects.toThrow(/auth|bad/i);
    await expect(connectDevice(app, { ...second, password: 'guess' })).rejects.toThrow(/auth|bad/i);
    await expect(connectDevice(app, { ...second, username: 'HB-NOT-0000' })).rejects.toThrow(/auth|bad/i);
    expect((await connectDevice(app, second)).connected).toBe(true);
  });

  it('leaves one secret alive, however many are asked for at once', async () => {
    const { controller } = await crewOf(app, '邯郸');
    const secrets = await Promise.all(Array.from({ length: 8 }, () => credentialOf(app, controller.id)));
    const opened = await Promise.allSettled(secrets.map((secret) => connectDevice(app, secret)));
    expect(opened.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(1);
  });

  it('gives secrets only to those who manage the device, and none to a thing without a line', async () => {
    const { controller } = await crewOf(app);
    expect((await county.post(`/devices/${controller.id}/mqtt-credential`)).status).toBe(403);
    const elsewhere = await app.as({ role: 'equipment_manager', unit: '大名县' });
    expect((await elsewhere.post(`/devices/${controller.id}/mqtt-credential`)).status).toBe(403);
    const manager = await app.as({ role: 'equipment_manager' });
    expect((await manager.post(`/devices/${crypto.randomUUID()}/mqtt-credential`)).status).toBe(404);
    const [dumb] = await rowsOf<{ id: string }>(
      app,
      `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE k.link_kind = 'none' LIMIT 1`,
    );
    expect(await manager.post(`/devices/${dumb?.id}/mqtt-credential`)).toMatchObject({
      status: 422,
      body: { code: 'DEVICE_HAS_NO_LINK' },
    });
    const audited = await rowsOf(
      app,
      `SELECT 1 FROM audit_entry WHERE action = 'telemetry.issueCredential' AND subject_id = $1`,
      [controller.id],
    );
    expect(audited.length).toBeGreaterThan(0);
  });

  it('closes a device that floods foreign topics, and locks it out for a while', async () => {
    const [mine, theirs] = [await crewOf(app, '沧州'), await crewOf(app, '邯郸')];
    const credential = await credentialOf(app, mine.controller.id);
    const client = await connectDevice(app, credential);
    client.options.reconnectPeriod = 0;
    const closed = new Promise<void>((done) => client.once('close', () => done()));
    for (let times = 0; times < 25; times += 1)
      client.publish(`thing/product/${theirs.aircraftSerial}/osd`, `{"n":${times}}`, { qos: 1 }, () => undefined);
    await closed;
    await expect(connectDevice(app, credential)).rejects.toThrow(/auth|bad/i);
  });

  it('shows the quarantine to system administrators, without secrets, and to nobody else', async () => {
    const crew = await crewOf(app);
    const client = await connectedAs(app, crew.controller.id);
    await send(client, `thing/product/${crew.aircraftSerial}/osd`, '{"timestamp":1,"data":{"device_secret":"s3cr3t"}}');
    const admin = await app.as({ role: 'system_admin' });
    const { status, body } = await admin.get<{
      items: { code: string; preview: string; sha256: string; sizeBytes: number }[];
    }>('/quarantine?code=CLOCK_OUT_OF_RANGE&limit=1');
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { code: 'CLOCK_OUT_OF_RANGE', sizeBytes: 49, preview: '{"timestamp":1,"data":{"device_secret":"[redacted]"}}' },
    ]);
    expect(body.items[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await county.get('/quarantine')).status).toBe(403);
  });

  it('counts what came in /metrics', async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    expect(text).toMatch(/skydocket_intake_messages_total\{outcome="stored"\} [1-9]/);
    expect(text).toMatch(/skydocket_intake_quarantined_total\{code="TOPIC_NOT_OWNED"\} [1-9]/);
    expect(text).toMatch(/skydocket_intake_commit_seconds_count [1-9]/);
    expect(text).toMatch(/skydocket_broker_devices_online \d/);
  });
});
