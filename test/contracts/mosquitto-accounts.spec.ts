import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import mqtt, { type MqttClient } from 'mqtt';
import {
  BROKER_ADMINISTRATION,
  Clock,
  ControlRefused,
  DynamicSecurity,
  SYSTEM,
  UnitOfWork,
} from '../../src/platform/index.js';
import { AccountDesk } from '../../src/telemetry/accounts/account.desk.js';
import { AccountFollower } from '../../src/telemetry/accounts/account.follower.js';
import { roleOf } from '../../src/telemetry/accounts/account.rules.js';
import { mintingOn } from '../e2e/telemetry/pilot-kit.js';
import { credentialOf, type Crew, crewOf, rowsOf } from '../e2e/telemetry/telemetry-kit.js';
import { DebianMosquitto } from '../soak/servers/debian-mosquitto.js';
import { TestApp } from '../support/app.js';
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
    await eventually(async () => expect((await fetch(`${app.url}/readyz`)).status).toBe(200), 20_000);
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
  const write = (sql: string, values: readonly unknown[]): Promise<unknown> =>
    app.get(UnitOfWork).apart(SYSTEM, (tx) => tx.execute(sql, values));
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
    const manager = await app.as({ role: 'equipment_manager' });
    const { body: ours } = await manager.post<LogIn & { brokerState: string }>(`/devices/${id}/mqtt-credential`);
    expect(ours.brokerState).toBe('pending');
    expect(await readyz()).toMatch(new RegExp(`^unknown: 1 devices behind since .*${assetCode} from somebody else`));
    expect(await comesIn(ours)).toBe(false);
    expect(await comesIn({ username: assetCode, password: 'of the site' })).toBe(true);
    await admin.order([{ command: 'deleteClient', username: assetCode }]);
    await eventually(async () => expect(await comesIn(ours)).toBe(true), 20_000);
    await eventually(async () => expect(await readyz()).toBe('ok: the broker knows every device'));
  });

  it('finds by comparison what nobody here can tell the broker, and says so until there is a new secret', async () => {
    const { id } = (await crewOf(app, '沧州')).controller;
    const { username } = await credentialOf(app, id);
    await write(`UPDATE mqtt_credential SET secret_sealed = NULL WHERE username = $1`, [username]);
    await admin.order([{ command: 'deleteClient', username }]);
    compare();
    await eventually(async () => expect(await readyz()).toMatch(/^unknown: 1 devices behind .* needs a new secret/));
    const renewed = await credentialOf(app, id);
    await eventually(async () => expect(await comesIn(renewed)).toBe(true));
    await eventually(async () => expect(await readyz()).toBe('ok: the broker knows every device'));
  });

  it('goes on with the others where the broker refuses one, and with what changes meanwhile', async () => {
    const [refused, drifted, changed] = [
      (await crewOf(app, '沧州')).controller,
      crew.controller,
      (await crewOf(app, '邯郸')).controller,
    ];
    const logIn = await credentialOf(app, drifted.id);
    await credentialOf(app, refused.id);
    await admin.order([
      { command: 'disableClient', username: logIn.username },
      { command: 'addRoleACL', rolename: roleOf(refused.id), acltype: 'subscribePattern', topic: '#', allow: true },
    ]);
    const line = app.get<DynamicSecurity>(BROKER_ADMINISTRATION);
    const order = line.order.bind(line);
    line.order = async (commands) => {
      if (commands.some(({ rolename }) => rolename === roleOf(refused.id))) throw new ControlRefused('modifyRole: no');
      await order(commands);
    };
    compare();
    await eventually(async () => expect(await comesIn(logIn)).toBe(true));
    expect(await comesIn(await credentialOf(app, changed.id))).toBe(true);
    await eventually(async () => expect(await readyz()).toMatch(/^unknown: 1 devices behind since .*modifyRole: no/));
    line.order = order;
    await eventually(async () => expect(await readyz()).toBe('ok: the broker knows every device'), 20_000);
  });

  it('does not write its own role anew where it is as it should be, and mends it where not', async () => {
    const rolename = 'skydocket-intake';
    const line = app.get<DynamicSecurity>(BROKER_ADMINISTRATION);
    const order = line.order.bind(line);
    const said: string[] = [];
    line.order = async (commands) => {
      said.push(...commands.filter((one) => one['rolename'] === rolename).map(({ command }) => command));
      await order(commands);
    };
    const desk = app.get(AccountDesk);
    const removeStrays = desk.removeStrays.bind(desk);
    let rounds = 0;
    desk.removeStrays = async () => {
      const removed = await removeStrays();
      rounds += 1;
      return removed;
    };
    const looked = async (): Promise<void> => {
      const before = rounds;
      compare();
      await eventually(() => expect(rounds).toBeGreaterThan(before), 20_000);
    };
    await looked();
    expect(said).toEqual([]);
    await admin.order([
      { command: 'addRoleACL', rolename, acltype: 'subscribePattern', topic: '#', priority: 0, allow: true },
    ]);
    await looked();
    expect(said).toEqual(['modifyRole']);
    line.order = order;
    desk.removeStrays = removeStrays;
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
    const minted = await (await mintingOn(app, PILOT, crew.gatewaySerial))();
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
