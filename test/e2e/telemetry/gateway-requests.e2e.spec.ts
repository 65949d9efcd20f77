import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import type { JsonObject } from '../../../src/telemetry/sample.js';
import { TestApp } from '../../support/app.js';
import { eventually } from '../../support/time.js';
import type { ApiClient } from '../../support/client.js';
import { connectDevice, credentialOf, type Crew, crewOf, quarantineOf, rowsOf } from './telemetry-kit.js';

const SETTINGS = {
  appId: '123456',
  appKey: 'key-of-the-app',
  appLicense: 'licence-of-the-app',
  brokerAddress: 'tcp://broker.example:1883',
  platformName: '天证',
  ntpHost: 'ntp.example',
};

interface Heard {
  readonly tid: string;
  readonly bid: string;
  readonly method: string;
  readonly data: JsonObject;
}

describe('requests of gateways', () => {
  let app: TestApp;
  let administrator: ApiClient;
  let crew: Crew;
  let gateway: MqttClient;
  const heard: Heard[] = [];
  let asked = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.as({ role: 'system_admin' });
    crew = await crewOf(app);
    gateway = await connectDevice(app, await credentialOf(app, crew.controller.id), 5);
    gateway.on('message', (_, payload) => heard.push(JSON.parse(payload.toString()) as Heard));
    await gateway.subscribeAsync(`thing/product/${crew.gatewaySerial}/requests_reply`, { qos: 1 });
  });
  afterAll(async () => {
    await gateway.endAsync(true);
    await app.stop();
  });

  function change<Body>(settings: object) {
    return administrator.send<Body>('PUT', '/dji-connection', settings);
  }

  /** The clock of the asker stands in 1970: some ask where to get the time. */
  async function ask(method: string, data: JsonObject = {}): Promise<string> {
    const tid = `request-${(asked += 1)}`;
    const message = { tid, bid: `of ${tid}`, timestamp: 1_000, gateway: crew.gatewaySerial, method, data };
    await gateway.publishAsync(`thing/product/${crew.gatewaySerial}/requests`, JSON.stringify(message), { qos: 1 });
    return tid;
  }

  async function answerTo(method: string, data: JsonObject = {}): Promise<Heard> {
    const tid = await ask(method, data);
    await eventually(() => expect(heard.map((reply) => reply.tid)).toContain(tid));
    const reply = heard.find((candidate) => candidate.tid === tid)!;
    expect([reply.bid, reply.method]).toEqual([`of ${tid}`, method]);
    return reply;
  }

  it('for the licence are left unanswered before there is one, and answered without a wrapper after', async () => {
    const early = await ask('config', { config_type: 'json', config_scope: 'product' });
    expect((await administrator.get<JsonObject>('/dji-connection')).body['version']).toBe(0);
    const { appKey: _, ...withoutKey } = SETTINGS;
    const missing = await change<{ code: string }>({ ...withoutKey, version: 0 });
    expect([missing.status, missing.body.code]).toEqual([422, 'DJI_SECRET_MISSING']);
    const saved = await change<JsonObject>({ ...SETTINGS, version: 0 });
    expect([saved.status, saved.body['version']]).toEqual([200, 1]);
    const { data } = await answerTo('config', { config_type: 'json', config_scope: 'product' });
    expect(data).toEqual({
      ntp_server_host: 'ntp.example',
      ntp_server_port: 123,
      app_id: '123456',
      app_key: 'key-of-the-app',
      app_license: 'licence-of-the-app',
    });
    expect(heard.map(({ tid }) => tid)).not.toContain(early);
  });

  it('never show the secrets to people, nor keep them readable', async () => {
    const shown = await administrator.get<JsonObject>('/dji-connection');
    expect(JSON.stringify(shown.body)).not.toMatch(/of-the-app/);
    const [row] = await rowsOf<{ kept: string }>(app, `SELECT row_to_json(c)::text AS kept FROM dji_connection c`);
    const audit = await rowsOf<{ kept: string }>(
      app,
      `SELECT details::text AS kept FROM audit_entry WHERE action = 'telemetry.connectDji'`,
    );
    const hidden = Buffer.from('key-of-the-app').toString('hex');
    for (const { kept } of [row!, ...audit]) expect(kept).not.toMatch(new RegExp(`of-the-app|${hidden}`));
  });

  it('find settings that of two administrators one has changed', async () => {
    const other = { ...SETTINGS, ntpHost: 'other.example', version: 1 };
    const answers = await Promise.all([1, 2].map(() => change(other)));
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 409]));
  });

  it.each([
    ['https://broker.example', 'a scheme the controller does not know'],
    ['tcp://broker.example/path', 'a path'],
    ['broker.example', 'no scheme'],
  ])('are not set up with %s (%s)', async (brokerAddress) => {
    const answer = await change({ ...SETTINGS, brokerAddress, version: 2 });
    expect(answer.status).toBe(400);
  });

  it('about binding hear what the register says of their own devices, and nothing of others', async () => {
    const stranger = await crewOf(app, '邯郸');
    const { data } = await answerTo('airport_bind_status', {
      devices: [{ sn: crew.gatewaySerial }, { sn: stranger.gatewaySerial }],
    });
    expect(data).toMatchObject({
      result: 0,
      output: {
        bind_status: [
          { is_device_bind_organization: true, organization_id: '130923', device_callsign: crew.controller.assetCode },
          { is_device_bind_organization: false, organization_name: '' },
        ],
      },
    });
    const organization = { organization_id: '130923', device_binding_code: crew.controller.assetCode };
    expect((await answerTo('airport_organization_get', organization)).data).toEqual({
      result: 0,
      output: { organization_name: crew.controller.unitName },
    });
    const bound = await answerTo('airport_organization_bind', {
      bind_devices: [
        { sn: crew.gatewaySerial, ...organization },
        { sn: stranger.gatewaySerial, ...organization },
      ],
    });
    expect(bound.data).toMatchObject({
      output: { err_infos: [{ err_code: 0 }, { err_code: 210_231 }] },
    });
    const kept = await rowsOf(
      app,
      `SELECT 1 FROM audit_entry WHERE action = 'telemetry.bindDock' AND subject_id = $1`,
      [crew.controller.id],
    );
    expect(kept).toHaveLength(1);
  });

  it.each(['flight_areas_get', 'offline_map_get'])('of the kind %s are answered at once', async (method) => {
    expect((await answerTo(method)).data).toEqual({ result: 0 });
  });

  it('that nobody knows are counted and the line goes on', async () => {
    const unknown = await ask('something_new');
    await answerTo('offline_map_get');
    expect(heard.map(({ tid }) => tid)).not.toContain(unknown);
  });

  it('for a licence that cannot be opened any more stay unanswered, and the line goes on', async () => {
    const [before] = await rowsOf<{ sealed: Buffer }>(app, `SELECT app_key_sealed AS sealed FROM dji_connection`);
    const seal = (sealed: Buffer) => rowsOf(app, `UPDATE dji_connection SET app_key_sealed = $1`, [sealed]);
    await seal(Buffer.alloc(64));
    const asked = await ask('config', { config_type: 'json', config_scope: 'product' });
    await answerTo('offline_map_get');
    expect(heard.map(({ tid }) => tid)).not.toContain(asked);
    await seal(before!.sealed);
    expect((await answerTo('config', { config_type: 'json', config_scope: 'product' })).data).toHaveProperty('app_key');
  });

  it('in the name of another device are quarantined and not answered', async () => {
    const { gatewaySerial } = await crewOf(app, '邯郸');
    const topic = `thing/product/${gatewaySerial}/requests`;
    const message = { tid: 'spoofed', bid: 'b', timestamp: Date.now(), method: 'config', data: {} };
    await gateway.publishAsync(topic, JSON.stringify(message), { qos: 1 });
    await eventually(async () =>
      expect((await quarantineOf(app, topic)).map(({ code }) => code)).toEqual(['TOPIC_NOT_OWNED']),
    );
    expect(heard.map(({ tid }) => tid)).not.toContain('spoofed');
  });
});
