import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aircraftOsdMessage,
  controllerOsdMessage,
  updateTopoMessage,
} from '../../../scripts/simulator/dji-messages.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { ContactLog } from '../../../src/telemetry/connecting/contact.log.js';
import type { OverviewView, TestView } from '../../../src/telemetry/connecting/connection-test.schemas.js';
import type { GatewayView } from '../../../src/telemetry/connecting/gateway.schemas.js';
import { DeviceBrokerPolicy } from '../../../src/telemetry/devices/broker.policy.js';
import { CredentialRepository, sha256 } from '../../../src/telemetry/devices/credential.repository.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { demoLogIn } from '../../support/demo-people.js';
import { logInOnController, pilotCalls, pointNow, setUpDji } from './pilot-kit.js';
import {
  connectDevice,
  connectedAs,
  credentialOf,
  type Crew,
  crewOf,
  endClients,
  rowsOf,
  send,
  until,
} from './telemetry-kit.js';

describe('connecting DJI controllers', () => {
  let app: TestApp;
  let administrator: ApiClient;
  let crew: Crew;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.as({ role: 'system_admin' });
    crew = await crewOf(app);
  });
  afterEach(() => endClients());
  afterAll(() => app.stop());

  const brokerPort = () => new URL(app.mqttUrl).port;
  async function test(body: object): Promise<TestView> {
    const answer = await administrator.post<TestView>('/dji-connection/test', body);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    // The tests of this file are more than an installation may ask for; which was the last stays as it was.
    await rowsOf(
      app,
      `UPDATE dji_connection_test SET began_at = began_at - interval '1 day', ended_at = coalesce(ended_at, now())`,
    );
    return answer.body;
  }
  const local = (more: object = {}) => test({ local: true, pilotUrl: app.url, ...more });
  const codes = ({ steps }: TestView) => Object.fromEntries(steps.map(({ step, code }) => [step, code]));
  const setUp = (brokerAddress: string) => setUpDji(app, { brokerAddress });

  describe('gateways are told apart by how far they came:', () => {
    async function standing(): Promise<GatewayView | undefined> {
      let cursor: string | null = '';
      do {
        const path: string = `/dji-connection/gateways?limit=50${cursor ? `&cursor=${cursor}` : ''}`;
        const page: { body: { items: GatewayView[]; nextCursor: string | null } } = await administrator.get<{
          items: GatewayView[];
          nextCursor: string | null;
        }>(path);
        const found = page.body.items.find(({ deviceId }) => deviceId === crew.controller.id);
        if (found) return found;
        cursor = page.body.nextCursor;
      } while (cursor !== null);
      return undefined;
    }
    const becomes = (state: string) => until(standing, (found) => found?.state === state);
    const topology = (subSerial = crew.aircraftSerial) =>
      updateTopoMessage({ ...crew, aircraftSerial: subSerial }, new Date());

    it('never seen, refused, logged in on the page, connected, topology unanswered with its packet, online', async () => {
      expect(await standing()).toMatchObject({ state: 'never_seen', since: null, lastRefusal: null });
      await credentialOf(app, crew.controller.id);
      const wrong = { username: crew.controller.assetCode, password: 'wrong' };
      await expect(connectDevice(app, wrong)).rejects.toThrow();
      expect((await becomes('refused'))?.lastRefusal).toMatchObject({ reason: 'bad_secret', packet: null });

      await setUp('tcp://127.0.0.1:1883');
      const { username, password } = demoLogIn(app.dataDir, { role: 'pilot', unit: '东光县' });
      const session = await logInOnController(app, username, password);
      const path = `/manage/api/v1/workspaces/${session.workspace_id}/controller-line`;
      const body = { controller_sn: crew.gatewaySerial };
      await pilotCalls(app.url, 'POST', path, { token: session.access_token, body });
      expect((await becomes('logged_in'))?.signedInAt).not.toBeNull();
      // An external broker asks about a log-in; whether there is a line then nobody here knows.
      const { password: secret } = await credentialOf(app, crew.controller.id);
      await app.get(DeviceBrokerPolicy).authenticate(crew.controller.assetCode, secret);
      await app.get(ContactLog).write();
      expect(await standing()).toMatchObject({ state: 'logged_in', connectedAt: null });

      const line = await connectedAs(app, crew.controller.id);
      await becomes('connected');
      const stranger = topology('1581F0000000000NOBODY');
      await send(line, stranger.topic, stranger.payload);
      const unanswered = await becomes('topology_unanswered');
      expect(unanswered?.lastRefusal).toMatchObject({
        reason: 'DEVICE_UNKNOWN',
        packet: expect.stringContaining('NOBODY'),
      });
      expect(unanswered?.lastRefusal?.packet).not.toMatch(/secret":"(?!\[redacted)/);

      const whole = await test({});
      expect(whole.steps.find(({ step }) => step === 'topology')).toMatchObject({
        code: 'TOPOLOGY_UNANSWERED',
        facts: { gateways: [{ assetCode: crew.controller.assetCode, refusal: { reason: 'DEVICE_UNKNOWN' } }] },
      });

      const own = topology();
      await send(line, own.topic, own.payload);
      await becomes('online');
      const osd = controllerOsdMessage(crew, new Date(), pointNow());
      await send(line, osd.topic, osd.payload);
      const online = await until(standing, (found) => found?.heardAt !== null);
      expect(Math.abs(online?.clockAheadMs ?? 99_999)).toBeLessThan(5_000);
      expect(codes(await test({}))).toMatchObject({ topology: 'TOPOLOGY_ANSWERED', clock: 'CLOCKS_AGREE' });
      await endClients();
      await rowsOf(app, `UPDATE device_latest SET received_at = received_at - interval '1 hour'`);
      await rowsOf(
        app,
        `UPDATE gateway_contact SET connected_at = connected_at - interval '1 hour',
        topology_answered_at = topology_answered_at - interval '1 hour',
          topology_refused_at = topology_refused_at - interval '1 hour', signed_in_at = NULL`,
      );
      expect((await becomes('silent'))?.explanation).toEqual({ zh: '已失去联系', en: 'Silent' });
      expect(codes(await test({}))).toMatchObject({ clock: 'CLOCK_APART' });
      await rowsOf(app, `DELETE FROM device_latest`);
    });

    it('not by messages about anything else', async () => {
      const line = await connectedAs(app, crew.controller.id);
      const before = await standing();
      const osd = aircraftOsdMessage(crew, pointNow());
      await send(line, osd.topic, 'not json');
      await new Promise((passed) => setTimeout(passed, 1_200));
      expect((await standing())?.lastRefusal).toEqual(before?.lastRefusal);
    });

    it('for administrators of the system alone', async () => {
      const manager = await app.as({ role: 'equipment_manager' });
      expect((await manager.get('/dji-connection/gateways')).status).toBe(403);
      const bad = await administrator.get<{ code: string }>('/dji-connection/gateways?cursor=x');
      expect([bad.status, bad.body.code]).toEqual([400, 'CURSOR_INVALID']);
    });
  });

  it('is tested as a controller goes, up to the last step, and leaves nothing behind', async () => {
    await setUp(`tcp://127.0.0.1:${brokerPort()}`);
    const found = await local();
    expect(codes(found)).toMatchObject({
      settings: 'SETTINGS_COMPLETE',
      broker_address: 'ADDRESS_FIT',
      broker_name: 'NAME_RESOLVES',
      broker_tcp: 'TCP_CONNECTS',
      broker_mqtt: 'MQTT_ANSWERS',
      public_address: 'ADDRESS_PLAIN',
      public_tls: 'TLS_NOT_ASKED',
      pilot_page: 'PAGE_SHOWN',
      pilot_socket: 'SOCKET_OPENS',
      upload: 'UPLOAD_TAKEN',
    });
    expect(JSON.stringify(found)).not.toMatch(/\{\w+\}|of-the-app/);
    expect(await rowsOf(app, `SELECT 1 FROM stored_object`)).toEqual([]);
    const live = `SELECT 1 FROM object_grant WHERE revoked_at IS NULL
      UNION ALL SELECT 1 FROM mqtt_credential WHERE user_id = $1 AND revoked_at IS NULL`;
    expect(await rowsOf(app, live, [administrator.user.id])).toEqual([]);
    const audit = await rowsOf<{ action: string }>(
      app,
      `SELECT DISTINCT action FROM audit_entry WHERE actor_id = $1 AND action LIKE 'telemetry.t%'`,
      [administrator.user.id],
    );
    expect(audit.map(({ action }) => action).sort()).toEqual(['telemetry.testDjiConnection', 'telemetry.tryPilotLine']);
    const tried = found.steps.find(({ step }) => step === 'broker_mqtt')?.facts['controller'];
    const noted = `SELECT connected_at FROM gateway_contact JOIN device d ON d.id = device_id WHERE d.asset_code = $1`;
    expect(await rowsOf(app, noted, [tried])).toEqual([]);
  });

  it('leaves alone what the tester flies with, and what somebody is about to fly with', async () => {
    await setUp(`tcp://127.0.0.1:${brokerPort()}`);
    const tried = async () => (await local()).steps.find(({ step }) => step === 'broker_mqtt')?.facts['controller'];
    const assetCode = await tried();
    const [controller] = await rowsOf<{ id: string }>(app, `SELECT id FROM device WHERE asset_code = $1`, [assetCode]);
    const deviceId = controller!.id;
    const own = await app.get(UnitOfWork).apart(SYSTEM, (tx) =>
      app.get(CredentialRepository).mint(tx, {
        deviceId,
        username: String(assetCode),
        secretSha256: sha256('the tester’s own'),
        secretSealed: null,
        at: new Date(),
        expiresAt: new Date(Date.now() + 3_600_000),
        userId: administrator.user.id,
        heldAs: deviceId,
        custodyId: null,
      }),
    );
    expect(await tried()).toBe(assetCode);
    const live = `SELECT id FROM mqtt_credential WHERE user_id = $1 AND revoked_at IS NULL`;
    expect(await rowsOf(app, live, [administrator.user.id])).toEqual([{ id: own }]);
    app.get(ContactLog).signedIn(deviceId);
    await app.get(ContactLog).write();
    expect(await tried()).not.toBe(assetCode);
    await app.get(UnitOfWork).apart(SYSTEM, (tx) => app.get(CredentialRepository).end(tx, own, new Date()));
  });

  it('shows the last test, by whom and of which settings, to those who may see it', async () => {
    const shown = (await administrator.get<OverviewView>('/dji-connection')).body;
    const { version, lastTest, testRunning, brokerSchemes } = shown;
    expect({ testRunning, brokerSchemes }).toEqual({ testRunning: false, brokerSchemes: ['tcp', 'ws'] });
    expect(lastTest).toMatchObject({ connectionVersion: version, by: { id: administrator.user.id }, local: true });
    expect(lastTest?.steps).toHaveLength(14);
  });

  it.each([
    ['tcp://localhost:1883', 'broker_address', 'ADDRESS_LOCAL'],
    ['tcp://0.0.0.0:1883', 'broker_address', 'ADDRESS_UNSPECIFIED'],
    ['tcp://broker:1883', 'broker_address', 'ADDRESS_INNER_NAME'],
    ['tcp://169.254.169.254:80', 'broker_address', 'ADDRESS_FORBIDDEN'],
    ['tcp://nobody.knows.invalid.cn.:1883', 'broker_name', 'NAME_UNKNOWN'],
  ])('%s: %s fails with %s', async (address, step, code) => {
    await setUp(address);
    const found = await test({});
    expect(codes(found)[step]).toBe(code);
    expect(codes(found)['broker_mqtt']).toBe('EARLIER_STEP_FAILED');
    expect(found.verdict).toBe('failed');
  });

  it('asks of this machine its own ports alone, also where a trial is said', async () => {
    const { port } = new URL(process.env['SKYDOCKET_TEST_DATABASE_URL'] ?? 'tcp://127.0.0.1:9');
    await setUp(`tcp://127.0.0.1:${port}`);
    expect(codes(await local())).toMatchObject({ broker_name: 'PORT_NOT_OURS', broker_tcp: 'EARLIER_STEP_FAILED' });
  });

  it('tells a port of ours that is none of the broker, and a broker that is none of ours', async () => {
    await setUp(`tcp://127.0.0.1:${new URL(app.url).port}`);
    expect(codes(await local())['broker_mqtt']).toBe('MQTT_NOT_MQTT');
    await setUp(`ws://127.0.0.1:${new URL(app.url).port}/mqtt`);
    expect(codes(await local())['broker_mqtt']).toBe('MQTT_NOT_MQTT');
  });

  it('runs once at a time, and not too often', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => administrator.post<{ code?: string }>('/dji-connection/test', { local: true })),
    );
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409, 409]);
    expect(answers.map(({ body }) => body.code).filter(Boolean)).toEqual(['DJI_TEST_RUNNING', 'DJI_TEST_RUNNING']);
    const stale = await administrator.post<{ code: string }>('/dji-connection/test', { version: 0 });
    expect([stale.status, stale.body.code]).toEqual([409, 'DJI_CONNECTION_CHANGED']);
    await rowsOf(
      app,
      `INSERT INTO dji_connection_test (id, began_at, ended_at, actor_id, actor_name, connection_version, is_local)
       SELECT gen_random_uuid(), now(), now(), $1, 'x', 1, true FROM generate_series(1, 10)`,
      [administrator.user.id],
    );
    const many = await administrator.post<{ code: string }>('/dji-connection/test', { local: true });
    expect([many.status, many.body.code]).toEqual([429, 'RATE_LIMITED']);
    await rowsOf(app, `DELETE FROM dji_connection_test`);
  });

  it('goes on after one that died with its process', async () => {
    await rowsOf(
      app,
      `INSERT INTO dji_connection_test (id, began_at, actor_id, actor_name, connection_version, is_local)
       VALUES (gen_random_uuid(), now() - interval '4 minutes', $1, 'x', 1, true)`,
      [administrator.user.id],
    );
    expect((await administrator.get<OverviewView>('/dji-connection')).body.testRunning).toBe(false);
    expect((await test({})).steps).toHaveLength(14);
  });

  it.each(['http://u:p@host', 'http://host/path', 'ftp://host', 'host', 'https://a b'])(
    'is not tested with the page %s',
    async (pilotUrl) => expect((await administrator.post('/dji-connection/test', { pilotUrl })).status).toBe(400),
  );
});
