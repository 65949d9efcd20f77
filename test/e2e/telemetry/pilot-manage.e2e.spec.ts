import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aircraftOsdMessage, updateTopoMessage } from '../../../scripts/simulator/dji-messages.js';
import { ControllerCredentials } from '../../../src/telemetry/devices/controller-credentials.js';
import { TestApp } from '../../support/app.js';
import { demoLogIn } from '../../support/demo-people.js';
import { eventually } from '../../support/time.js';
import { logInOnController, pilotCalls, pointNow, type PilotSessionBody, setUpDji } from './pilot-kit.js';
import { connectDevice, type Crew, crewOf, endClients, quarantineOf, rowsOf, send } from './telemetry-kit.js';

const PILOT = { role: 'pilot', unit: '东光县' };

interface LineBody {
  readonly app_key: string;
  readonly mqtt_username: string;
  readonly mqtt_password: string;
}

interface Topologies {
  readonly list: readonly { readonly hosts: readonly object[]; readonly parents: readonly object[] }[];
}

describe('DJI Pilot 2', () => {
  let app: TestApp;
  let session: PilotSessionBody;
  let crew: Crew;
  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    const { username, password } = demoLogIn(app.dataDir, PILOT);
    session = await logInOnController(app, username, password);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  const call = <Data>(method: string, path: string, more: { token?: string; body?: unknown } = {}) =>
    pilotCalls<Data>(app.url, method, `/manage/api/v1${path}`, { token: session.access_token, ...more });
  const openLine = (serial: string) =>
    call<LineBody>('POST', `/workspaces/${session.workspace_id}/controller-line`, { body: { controller_sn: serial } });

  it('is refused in its envelope: a wrong password, no token, a body that is none', async () => {
    const { username } = demoLogIn(app.dataDir, PILOT);
    const wrong = await pilotCalls(app.url, 'POST', '/manage/api/v1/login', { body: { username, password: 'x' } });
    expect([wrong.status, wrong.body.code, wrong.body.data.code]).toEqual([401, 401, 'LOGIN_FAILED']);
    const without = await pilotCalls(app.url, 'GET', '/manage/api/v1/workspaces/current');
    expect([without.status, without.body.data.code]).toEqual([401, 'UNAUTHENTICATED']);
    const nonsense = await pilotCalls(app.url, 'POST', '/manage/api/v1/login', { body: { username } });
    expect([nonsense.status, nonsense.body.data.code]).toEqual([400, 'VALIDATION_FAILED']);
    const nowhere = await call('GET', '/nothing-here');
    expect([nowhere.status, nowhere.body.data.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
    expect(nowhere.headers.get('cache-control')).toBe('no-store');
  });

  it('has nothing for administrators', async () => {
    const { username, password } = demoLogIn(app.dataDir, { role: 'system_admin' });
    const answer = await pilotCalls(app.url, 'POST', '/manage/api/v1/login', { body: { username, password } });
    expect([answer.status, answer.body.data.code]).toEqual([403, 'FORBIDDEN']);
    expect(await rowsOf(app, `SELECT 1 FROM audit_entry WHERE action = 'auth.logInOnController'`)).toHaveLength(2);
  });

  it('gets a token for half a day that opens what Pilot calls, and nothing else', async () => {
    const hours = (Date.parse(session.expires_at) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(11.9);
    const own = await call<{ workspace_id: string }>('GET', '/workspaces/current');
    expect([own.body.code, own.body.data.workspace_id]).toEqual([0, session.workspace_id]);
    const elsewhere = await fetch(`${app.url}/api/v1/me`, {
      headers: { authorization: `Bearer ${session.access_token}` },
    });
    expect(elsewhere.status).toBe(401);
    expect(await elsewhere.json()).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it.each(['GET', 'POST'])('renews its token by %s, but not that of a console', async (method) => {
    const renewed = await call<PilotSessionBody>(method, '/token/refresh');
    expect([renewed.status, renewed.body.data.workspace_id]).toEqual([200, session.workspace_id]);
    const own = await call('GET', '/workspaces/current', { token: renewed.body.data.access_token });
    expect(own.status).toBe(200);
    const console = await app.as(PILOT);
    const refused = await call(method, '/token/refresh', { token: console.token });
    expect([refused.status, refused.body.data.code]).toEqual([401, 'TOKEN_INVALID']);
  });

  it('is told why a controller is not let in', async () => {
    expect((await openLine(crew.gatewaySerial)).body.data.code).toBe('DJI_NOT_SET_UP');
    await setUpDji(app);
    expect((await openLine('NOT-OURS')).body.data.code).toBe('CONTROLLER_NOT_REGISTERED');
    const stranger = await crewOf(app, '邯郸');
    const foreign = await openLine(stranger.gatewaySerial);
    expect([foreign.status, foreign.body.data.code]).toEqual([403, 'FORBIDDEN']);
    const path = `/workspaces/${crew.aircraft.id}/controller-line`;
    const elsewhere = await call('POST', path, { body: { controller_sn: crew.gatewaySerial } });
    expect(elsewhere.status).toBe(404);
  });

  it('opens the line with a secret of its own, which the next one of the same person ends', async () => {
    const first = (await openLine(crew.gatewaySerial)).body.data;
    const second = (await openLine(crew.gatewaySerial)).body.data;
    expect(second.app_key).toBe('key-of-the-app');
    const credential = ({ mqtt_username, mqtt_password }: LineBody) => ({
      username: mqtt_username,
      password: mqtt_password,
    });
    await expect(connectDevice(app, credential(first))).rejects.toThrow();
    const line = await connectDevice(app, credential(second), 5);
    const { topic, payload } = updateTopoMessage(crew, new Date());
    await send(line, topic, payload);
    expect(await quarantineOf(app, topic)).toEqual([]);
    const audited = await rowsOf<{ kept: string }>(
      app,
      `SELECT details::text AS kept FROM audit_entry WHERE action = 'telemetry.openPilotLine'`,
    );
    expect(audited).toHaveLength(2);
    for (const { kept } of audited) expect(kept).not.toContain(second.mqtt_password);
  });

  it('leaves one secret of two that were asked for at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => openLine(crew.gatewaySerial)));
    const live = await rowsOf(
      app,
      `SELECT 1 FROM mqtt_credential WHERE device_id = $1 AND user_id IS NOT NULL AND revoked_at IS NULL`,
      [crew.controller.id],
    );
    expect(live).toHaveLength(1);
  });

  it('shows which aircraft flies behind which controller, to those who see where it is', async () => {
    const { mqtt_username: username, mqtt_password: password } = (await openLine(crew.gatewaySerial)).body.data;
    const line = await connectDevice(app, { username, password }, 5);
    const frame = aircraftOsdMessage(crew, pointNow());
    await send(line, frame.topic, frame.payload);
    const path = (workspace: string) => `/workspaces/${workspace}/devices/topologies`;
    const mine = await call<Topologies>('GET', path(session.workspace_id));
    expect(mine.body.data.list).toEqual([
      {
        hosts: [
          expect.objectContaining({
            sn: crew.aircraftSerial,
            device_callsign: crew.aircraft.assetCode,
            online_status: true,
            device_model: { key: '0-77-1', domain: '0', type: '77', sub_type: '1' },
          }),
        ],
        parents: [expect.objectContaining({ sn: crew.gatewaySerial })],
      },
    ]);
    expect((await call('GET', path(crew.aircraft.id))).status).toBe(404);
    const stranger = demoLogIn(app.dataDir, { role: 'pilot', unit: '邯郸' });
    const other = await logInOnController(app, stranger.username, stranger.password);
    const theirs = await call<Topologies>('GET', path(other.workspace_id), { token: other.access_token });
    expect(theirs.body.data.list).toEqual([]);
  });

  it('is not let in with a secret of other hands, although nobody has told of the change yet', async () => {
    const { mqtt_username: username, mqtt_password: password } = (await openLine(crew.gatewaySerial)).body.data;
    const mintedIn = (custody: string) =>
      rowsOf(
        app,
        `UPDATE mqtt_credential SET custody_id = ${custody}
         WHERE device_id = $1 AND user_id IS NOT NULL AND revoked_at IS NULL RETURNING id`,
        [crew.controller.id],
      );
    expect(await mintedIn('(SELECT id FROM custody LIMIT 1)')).toHaveLength(1);
    expect(await rowsOf(app, `SELECT 1 FROM mqtt_credential WHERE custody_id IS NOT NULL`)).toHaveLength(1);
    await expect(connectDevice(app, { username, password })).rejects.toThrow();
    await mintedIn('NULL');
    await (await connectDevice(app, { username, password })).endAsync(true);
  });

  it('loses its line when the controller changes hands', async () => {
    const { mqtt_username: username, mqtt_password: password } = (await openLine(crew.gatewaySerial)).body.data;
    const line = await connectDevice(app, { username, password }, 5);
    let ended = 0;
    line.on('close', () => (ended += 1));
    const event = {
      id: 'e',
      type: 'equipment.handed_back',
      aggregate: 'device',
      actor: { kind: 's', id: '', name: '' },
    };
    const fact = { ...event, payload: { deviceId: crew.aircraft.id }, recordedAt: new Date(Date.now() + 1_000) };
    await app.get(ControllerCredentials).onHandedBack(fact);
    await eventually(() => expect(ended).toBeGreaterThan(0));
    await line.endAsync(true);
    await expect(connectDevice(app, { username, password })).rejects.toThrow();
  });

  it('is logged out everywhere by the end of its log-in', async () => {
    await fetch(`${app.url}/api/v1/auth/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session.access_token}` },
    });
    const answer = await call('GET', '/workspaces/current');
    expect([answer.status, answer.body.data.code]).toEqual([401, 'TOKEN_INVALID']);
  });
});
