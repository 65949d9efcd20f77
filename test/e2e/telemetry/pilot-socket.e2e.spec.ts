import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { aircraftOsdMessage, updateTopoMessage } from '../../../scripts/simulator/dji-messages.js';
import { ControllerLogIns } from '../../../src/identity/index.js';
import { PilotConsoles } from '../../../src/telemetry/pilot/pilot-consoles.js';
import { MOST_PILOT_SOCKETS, PILOT_SOCKET_PATH } from '../../../src/telemetry/pilot/pilot-sockets.js';
import { SocketProof } from '../../../src/telemetry/pilot/socket-proof.js';
import { TestApp } from '../../support/app.js';
import { demoLogIn } from '../../support/demo-people.js';
import { eventually } from '../../support/time.js';
import { logInOnController, pointNow } from './pilot-kit.js';
import { PilotListener } from './pilot-listener.js';
import { connectedAs, type Crew, crewOf, endClients, send } from './telemetry-kit.js';

describe('the socket of DJI Pilot 2', () => {
  let app: TestApp;
  let crew: Crew;
  let line: MqttClient;
  const listeners: PilotListener[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    line = await connectedAs(app, crew.controller.id, 5);
  });
  afterAll(async () => {
    for (const listener of listeners) listener.close();
    await endClients();
    await app.stop();
  });

  async function tokenOf(unit = '东光县', role = 'pilot') {
    const { username, password } = demoLogIn(app.dataDir, { role, unit });
    return (await logInOnController(app, username, password)).access_token;
  }
  async function listen(token: string) {
    const listener = await PilotListener.listen(app.url, token);
    listeners.push(listener);
    return listener;
  }
  const announce = async (online = true) => {
    const { topic, payload } = updateTopoMessage(crew, new Date(), online);
    await send(line, topic, payload);
  };
  const report = async (headingDegrees = 350) => {
    const { topic, payload } = aircraftOsdMessage(crew, pointNow({ headingDegrees }));
    await send(line, topic, payload);
  };

  /** Sends with the request a frame that is not masked, as every frame of a client has to be. */
  async function closedByUnmasked(token: string): Promise<boolean> {
    const { port, hostname } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const head = [
      `GET ${PILOT_SOCKET_PATH}?x-auth-token=${encodeURIComponent(token)} HTTP/1.1`,
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    const unmasked = Buffer.from([0x81, 0x01, 0x78]);
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), unmasked]));
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
    await new Promise((done) => socket.once('close', done));
    return answer.startsWith('HTTP/1.1 101');
  }

  it('opens to nobody without a token, and not to a broken one', async () => {
    await expect(PilotListener.listen(app.url)).rejects.toThrow('401');
    await expect(PilotListener.listen(app.url, 'x.y.z')).rejects.toThrow('401');
    const administrator = await app.as({ role: 'system_admin' });
    await expect(PilotListener.listen(app.url, administrator.token)).rejects.toThrow('403');
  });

  it('survives an address that is none', async () => {
    const { port, hostname } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write('GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await new Promise((done) => socket.once('close', done));
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });

  it('survives a frame that is none, from a trial and from one socket too many', async () => {
    expect(await closedByUnmasked(app.get(SocketProof).token())).toBe(true);
    const consoles = app.get(PilotConsoles);
    const token = await tokenOf('邯郸');
    const { actor } = await app.get(ControllerLogIns).session(token);
    const counted = consoles.of.bind(consoles);
    let asked = 0;
    // As where others came in while this one was being proved.
    consoles.of = (userId) => (userId === actor.id && (asked += 1) > 1 ? MOST_PILOT_SOCKETS : counted(userId));
    expect(await closedByUnmasked(token)).toBe(true);
    consoles.of = counted;
    expect(asked).toBe(2);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });

  it('opens once for a trial', async () => {
    const token = app.get(SocketProof).token();
    const trial = await listen(token);
    await eventually(() => expect(trial.of('connection_test')).toHaveLength(1));
    await expect(PilotListener.listen(app.url, token)).rejects.toThrow('401');
  });

  it('tells who comes, flies and goes, to those who may see where it is', async () => {
    const own = await listen(await tokenOf());
    const stranger = await listen(await tokenOf('邯郸'));
    await announce();
    await report();
    await eventually(() => expect(own.of('device_osd').length).toBeGreaterThan(0));
    expect(own.of('device_online')[0]?.data).toEqual({ sn: crew.aircraftSerial });
    expect(own.of('device_update_topo')[0]).toMatchObject({ version: '1.0', data: {} });
    expect(own.of('device_osd')[0]?.data).toMatchObject({
      sn: crew.aircraftSerial,
      host: { latitude: 37.8903, longitude: 116.5421, height: 92.5, elevation: 80, attitude_head: -10 },
    });
    await announce(false);
    await eventually(() => expect(own.of('device_offline')).toHaveLength(1));
    expect(stranger.heard).toEqual([]);
  });

  it('tells each position once', async () => {
    await announce();
    await report(10);
    const own = await listen(await tokenOf());
    await eventually(() => expect(own.of('device_osd').length).toBeGreaterThan(0));
    await report(20);
    const headings = () =>
      own.of('device_osd').map(({ data }) => (data['host'] as Record<string, number>)['attitude_head']);
    await eventually(() => expect(headings()).toContain(20));
    await new Promise((done) => setTimeout(done, 2_500));
    expect(headings()).toEqual([10, 20]);
  });

  it('closes with the log-in', async () => {
    const token = await tokenOf();
    const own = await listen(token);
    await fetch(`${app.url}/api/v1/auth/logout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    await eventually(() => expect(own.closedWith).toBe(1_008), 6_000);
  });

  it('drops a message that is too long, with its connection', async () => {
    const own = await listen(await tokenOf());
    own.socket.send('x'.repeat(10_000));
    await eventually(() => expect(own.closedWith).toBe(1_009));
  });

  it('lets one person open only so many', async () => {
    const token = await tokenOf('邯郸');
    for (const listener of listeners.splice(0)) listener.close();
    await eventually(() => expect(app.get(PilotConsoles).all()).toHaveLength(0));
    const opened = await Promise.allSettled(Array.from({ length: MOST_PILOT_SOCKETS + 3 }, () => listen(token)));
    await eventually(() => expect(app.get(PilotConsoles).all().length).toBeLessThanOrEqual(MOST_PILOT_SOCKETS));
    expect(opened.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(MOST_PILOT_SOCKETS);
    await expect(PilotListener.listen(app.url, token)).rejects.toThrow('429');
  });

  it('grows for nobody who does not read, delays nobody, and makes good what was missed', async () => {
    const consoles = app.get(PilotConsoles);
    for (const listener of listeners.splice(0)) listener.close();
    await eventually(() => expect(consoles.all()).toHaveLength(0));
    const slow = await listen(await tokenOf());
    const [slowConsole] = consoles.all();
    slow.socket.pause();
    const quick = await listen(await tokenOf('邯郸'));
    consoles.marksFrom(() => Promise.resolve(['group-1']));
    const mark = { id: 'm', text: 'x'.repeat(10_000) };
    for (let round = 0; round < 200; round += 1) {
      for (let number = 0; number < 10; number += 1)
        for (const one of consoles.all()) consoles.tellMark(one, 'map_element_create', mark);
      await new Promise((done) => setTimeout(done, 2));
    }
    expect(slowConsole!.socket.bufferedAmount).toBeLessThan(64 * 1_024 + 11_000);
    await eventually(() => expect(quick.of('map_element_create').length).toBeGreaterThan(100));
    expect(slow.heard).toEqual([]);
    slow.socket.resume();
    await eventually(() =>
      expect(slow.of('map_group_refresh').map(({ data }) => data)).toEqual([{ ids: ['group-1'] }]),
    );
  });
});
