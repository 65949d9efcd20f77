import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import mqtt, { type MqttClient } from 'mqtt';
import { Clock, DynamicSecurity } from '../../src/platform/index.js';
import { AccountFollower } from '../../src/telemetry/accounts/account.follower.js';
import { roleOf } from '../../src/telemetry/accounts/account.rules.js';
import { logInOnController, pilotCalls, setUpDji } from '../e2e/telemetry/pilot-kit.js';
import { credentialOf, type Crew, crewOf, rowsOf } from '../e2e/telemetry/telemetry-kit.js';
import { DebianMosquitto } from '../soak/servers/debian-mosquitto.js';
import { TestApp } from '../support/app.js';
import { demoLogIn } from '../support/demo-people.js';
import { Devices, happened, type LogIn, subscriptionCodes } from '../support/devices.js';
import { eventually, steer } from '../support/time.js';

const PILOT = { role: 'pilot', unit: '东光县' };
const DAY_MS = 24 * 3_600_000;

/** Debian's package, with the configuration that we ship; skipped where it is not installed. */
const whereInstalled = DebianMosquitto.isInstalled() ? describe : describe.skip;

whereInstalled('accounts in Mosquitto', () => {
  let folder: string;
  let mosquitto: DebianMosquitto;
  let admin: DynamicSecurity;
  let app: TestApp;
  let crew: Crew;
  let devices: Devices;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket-accounts-'));
    chmodSync(folder, 0o755);
    mosquitto = await DebianMosquitto.start(folder);
    admin = new DynamicSecurity(mosquitto.urlOf(mosquitto.admin));
    app = await TestApp.start({ env: mosquitto.env });
    crew = await crewOf(app);
    devices = new Devices(5);
  });
  afterEach(() => devices.end());
  afterAll(async () => {
    admin.close();
    await app.stop();
    await mosquitto.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const connect = (logIn: LogIn): Promise<MqttClient> =>
    devices.connect(`mqtt://127.0.0.1:${mosquitto.port}`, { reconnectPeriod: 0, ...logIn });
  const comesIn = (logIn: LogIn): Promise<boolean> =>
    connect(logIn).then(
      () => true,
      () => false,
    );
  const compare = (): void => app.get(AccountFollower).compareSoon();
  const roleText = async (deviceId: string): Promise<string> =>
    JSON.stringify(await admin.ask([{ command: 'getRole', rolename: roleOf(deviceId) }]));
  const readyz = async (): Promise<string> => {
    const { checks } = (await (await fetch(`${app.url}/readyz`)).json()) as {
      checks: readonly { name: string; state: string; detail: string }[];
    };
    const check = checks.find(({ name }) => name === 'broker accounts');
    return `${check?.state}: ${check?.detail}`;
  };

  it('our own log-in may hear and speak to devices, and nothing else', async () => {
    const own = await mqtt.connectAsync(mosquitto.urlOf(mosquitto.logIn), { clientId: 'another', protocolVersion: 5 });
    try {
      expect(await subscriptionCodes(own, '#')).toEqual([0x87]);
      expect(await subscriptionCodes(own, '$CONTROL/dynamic-security/v1/response')).toEqual([0x87]);
      const forged = own.publishAsync('$CONTROL/dynamic-security/v1', '{}', { qos: 1 });
      await expect(forged).rejects.toThrow(/not authorized/i);
    } finally {
      await own.endAsync(true);
    }
  });

  it('mends what drifted, and leaves alone what the administrator of the site made', async () => {
    const logIn = await credentialOf(app, crew.controller.id);
    await admin.order([
      { command: 'createRole', rolename: 'site-dashboard', acls: [] },
      { command: 'createClient', username: 'dashboard', password: 'site', roles: [{ rolename: 'site-dashboard' }] },
      {
        command: 'addRoleACL',
        rolename: roleOf(crew.controller.id),
        acltype: 'subscribePattern',
        topic: '#',
        allow: true,
      },
      { command: 'createRole', rolename: roleOf('nobody'), acls: [] },
      { command: 'createClient', username: 'stray', password: 'x', textname: 'Skydocket device' },
      { command: 'disableClient', username: logIn.username },
    ]);
    compare();
    await eventually(async () => expect(await comesIn(logIn)).toBe(true));
    await eventually(async () => expect(await comesIn({ username: 'stray', password: 'x' })).toBe(false));
    expect(await roleText(crew.controller.id)).not.toContain('subscribePattern');
    expect(await roleText('nobody')).toContain('not found');
    expect(await comesIn({ username: 'dashboard', password: 'site' })).toBe(true);
  });

  it('a comparison that finds nothing says nothing: lines stay', async () => {
    const client = await connect(await credentialOf(app, crew.controller.id));
    let closed = false;
    client.once('close', () => (closed = true));
    compare();
    compare();
    await new Promise((done) => setTimeout(done, 1_500));
    expect(closed).toBe(false);
  });

  it('says to the caller and in /readyz that a broker that is away is behind, and catches up', async () => {
    await mosquitto.stop();
    const manager = await app.as({ role: 'equipment_manager' });
    const answer = await manager.post<LogIn & { brokerState: string }>(
      `/devices/${crew.controller.id}/mqtt-credential`,
    );
    expect([answer.status, answer.body.brokerState]).toEqual([201, 'pending']);
    await eventually(async () => expect(await readyz()).toMatch(/^unknown: 1 devices behind since .*ECONNREFUSED/));
    await mosquitto.startAgain();
    await eventually(async () => expect(await comesIn(answer.body)).toBe(true), 20_000);
    await eventually(async () => expect(await readyz()).toBe('ok: the broker knows every device'));
  });

  it('tells a broker that lost its file everything again, our own log-in included', async () => {
    const logIn = await credentialOf(app, crew.controller.id);
    await mosquitto.stop();
    mosquitto.forgetEverybody();
    await mosquitto.startAgain();
    expect(await comesIn(logIn)).toBe(false);
    compare();
    await eventually(async () => expect(await comesIn(logIn)).toBe(true), 20_000);
    await eventually(async () => expect((await fetch(`${app.url}/readyz`)).status).toBe(200), 20_000);
  });

  it('does not make a log-in where the site has one of that name, and says so', async () => {
    const { assetCode, id } = (await crewOf(app, '邯郸')).controller;
    await admin.order([{ command: 'createClient', username: assetCode, password: 'of the site' }]);
    const ours = await credentialOf(app, id);
    expect(await comesIn(ours)).toBe(false);
    expect(await comesIn({ username: assetCode, password: 'of the site' })).toBe(true);
  });

  it('ends the line of a device that is retired, and its role', async () => {
    const { controller } = await crewOf(app, '石家庄');
    const client = await connect(await credentialOf(app, controller.id));
    const closed = happened(client, 'close');
    const manager = await app.as({ role: 'equipment_manager' });
    const retired = await manager.post(`/devices/${controller.id}/state`, { state: 'retired', reason: '报废' });
    expect(retired.status).toBeLessThan(300);
    await closed;
    await eventually(async () => expect(await roleText(controller.id)).toContain('not found'));
  });

  it('ends a secret minted for half a day when that is over, line and all, and keeps no readable copy', async () => {
    await setUpDji(app);
    const { username, password } = demoLogIn(app.dataDir, PILOT);
    const session = await logInOnController(app, username, password);
    const answer = await pilotCalls<{ mqtt_username: string; mqtt_password: string }>(
      app.url,
      'POST',
      `/manage/api/v1/workspaces/${session.workspace_id}/controller-line`,
      { token: session.access_token, body: { controller_sn: crew.gatewaySerial } },
    );
    const minted = { username: answer.body.data.mqtt_username, password: answer.body.data.mqtt_password };
    await eventually(async () => expect(await comesIn(minted)).toBe(true));
    const closed = happened(await connect(minted), 'close');
    steer(app.get(Clock)).advance(DAY_MS / 2 + 60_000);
    await closed;
    expect(await comesIn(minted)).toBe(false);
    await eventually(async () =>
      expect(
        await rowsOf(app, `SELECT 1 FROM mqtt_credential WHERE username = $1 AND secret_sealed IS NULL`, [
          minted.username,
        ]),
      ).toHaveLength(1),
    );
  });
});
