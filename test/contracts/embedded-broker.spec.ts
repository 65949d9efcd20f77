import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IClientOptions, MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import { Clock, createLogger, EmbeddedBroker } from '../../src/platform/index.js';
import {
  Devices,
  happened,
  inboxOf,
  IntakeDouble,
  logInOf,
  PolicyDouble,
  subscriptionCodes,
  topicOf,
} from '../support/devices.js';
import { eventually, meetingOf } from '../support/time.js';

/** Long enough for something to arrive that must not. */
const QUIET_MS = 250;
const MOST_WAITING = { messages: 50, bytes: 1024 * 1024 };
/** Of messages of a kilobyte, what a socket gives at once. */
const MOST_IN_A_READ = 64;
/** SUBACK: failure (3.1.1), not authorised, shared subscriptions not supported. */
const REFUSED = [[0x80], [0x87], [0x9e]];

describe.each([4, 5] as const)('embedded broker, MQTT protocol level %d', (version) => {
  let policy: PolicyDouble;
  let intake: IntakeDouble;
  let broker: EmbeddedBroker;
  let devices: Devices;
  let sockets: Socket[];

  beforeEach(async () => {
    policy = new PolicyDouble();
    intake = new IntakeDouble();
    devices = new Devices(version);
    sockets = [];
    broker = brokerOn(0);
    await broker.open(policy, intake);
  });
  afterEach(async () => {
    await devices.end();
    for (const socket of sockets) socket.destroy();
    await broker.close();
  });

  function brokerOn(port: number): EmbeddedBroker {
    return new EmbeddedBroker({
      host: '127.0.0.1',
      port,
      connectsPerSecond: 1_000,
      mostWaiting: MOST_WAITING,
      clock: new Clock(),
      logger: createLogger('silent'),
    });
  }

  const connect = (username: string, options: IClientOptions = {}, inbox?: string[]): Promise<MqttClient> =>
    devices.connect(broker.address, { clientId: `client of ${username}`, ...logInOf(username), ...options }, inbox);

  /** A session that outlives its connection. */
  const durable: IClientOptions = { clean: false, properties: { sessionExpiryInterval: 3_600 } };

  async function socket(): Promise<Socket> {
    const { port, hostname } = new URL(broker.address);
    const opened = connectTcp({ host: hostname, port: Number(port) });
    // A reset ends it as well as a close.
    opened.on('error', () => undefined);
    sockets.push(opened);
    await once(opened, 'connect');
    return opened;
  }

  const endOf = (raw: Socket): Promise<void> => new Promise((done) => raw.once('close', () => done()));

  function refusalOf(attempt: Promise<unknown>): Promise<unknown> {
    return attempt.then(
      () => 'accepted',
      (error: unknown) => (error as { code?: number }).code,
    );
  }

  describe('acknowledges', () => {
    it('a message only when the intake has it', async () => {
      const client = await connect('a');
      const release = intake.hold();
      let acknowledged = false;
      const publishing = client.publishAsync(topicOf('a'), 'x', { qos: 1 }).then(() => (acknowledged = true));
      await eventually(() => expect(intake.open).toBe(1));
      await pause(QUIET_MS);
      expect(acknowledged).toBe(false);
      release();
      await publishing;
      expect(intake.open).toBe(0);
    });

    it('one device while another waits', async () => {
      const [slow, quick] = [await connect('slow'), await connect('quick')];
      const release = intake.hold();
      const waiting = slow.publishAsync(topicOf('slow'), 'x', { qos: 1 });
      await eventually(() => expect(intake.open).toBe(1));
      jest.spyOn(intake, 'accept').mockResolvedValueOnce();
      await quick.publishAsync(topicOf('quick'), 'y', { qos: 1 });
      expect(intake.open).toBe(1);
      release();
      await waiting;
    });

    it('everything of many devices once it is durable, and until then reads no more than may wait', async () => {
      const closed: string[] = [];
      const names = Array.from({ length: 20 }, (_, index) => `device ${index}`);
      const release = intake.hold();
      const publishing: Promise<unknown>[] = [];
      for (const name of names) {
        const client = await connect(name);
        client.on('close', () => closed.push(name));
        for (let nth = 0; nth < 100; nth += 1)
          publishing.push(client.publishAsync(topicOf(name), String(nth).padEnd(1_024), { qos: 1 }));
      }
      await eventually(() => expect(intake.open).toBeGreaterThanOrEqual(MOST_WAITING.messages));
      await pause(QUIET_MS);
      expect(intake.open).toBeLessThan(MOST_WAITING.messages + MOST_IN_A_READ);
      expect((await connect('late')).connected).toBe(true);
      release();
      await Promise.all(publishing);
      expect(intake.mostOpen).toBeLessThan(MOST_WAITING.messages + MOST_IN_A_READ);
      for (const name of names) expect(intake.payloads(topicOf(name)).map(Number)).toEqual([...Array(100).keys()]);
      expect(closed).toEqual([]);
    });

    it('a foreign topic, and says that it is foreign and who sent it', async () => {
      await (await connect('a')).publishAsync(topicOf('b'), 'x', { qos: 1 });
      expect(intake.messages).toMatchObject([
        { rule: 'foreign', clientId: 'client of a', principal: { kind: 'device', id: 'id of a', username: 'a' } },
      ]);
    });

    it('nothing on a topic that the policy closes, and ends the connection', async () => {
      const client = await connect('a', { reconnectPeriod: 0 });
      await client.subscribeAsync(topicOf('a', 'orders'));
      const closed = happened(client, 'close');
      const outcome = client.publishAsync('closed/x', 'x', { qos: 1 }).then(
        () => 'acknowledged',
        () => 'lost',
      );
      await closed;
      expect(await Promise.race([outcome, pause(QUIET_MS, 'no answer')])).toBe('no answer');
      expect(intake.messages).toEqual([]);
    });
  });

  describe('lets in', () => {
    it.each([
      ['a wrong password', { password: 'guessed' }],
      ['an unknown name', { username: 'unknown' }],
      ['no password', { password: undefined }],
      ['nobody', { username: undefined, password: undefined }],
    ])('not: %s', async (_, logIn) => {
      const refused = await refusalOf(connect('a', { reconnectPeriod: 0, ...logIn }));
      expect(refused).toBe(version === 5 ? 0x86 : 4);
      expect(policy.present.size).toBe(0);
    });

    it('not: a client id that another user name holds; its owner may take it over', async () => {
      const first = await connect('a', { clientId: 'shared', reconnectPeriod: 0 });
      expect(await refusalOf(connect('b', { clientId: 'shared', reconnectPeriod: 0 }))).not.toBe('accepted');
      expect(first.connected).toBe(true);
      const ended = happened(first, 'close');
      const second = await connect('a', { clientId: 'shared', reconnectPeriod: 0 });
      await ended;
      await second.publishAsync(topicOf('a'), 'x', { qos: 1 });
      await second.endAsync();
      await eventually(() => expect(policy.present.size).toBe(0));
      await connect('b', { clientId: 'shared' });
      await eventually(() => expect([...policy.present]).toEqual(['b']));
    });

    it('one of two user names that come for one client id at once', async () => {
      const meet = meetingOf(2);
      const known = policy.authenticate.bind(policy);
      jest.spyOn(policy, 'authenticate').mockImplementation(async (...logIn) => {
        await meet();
        return known(...logIn);
      });
      const outcomes = await Promise.all(
        ['a', 'b'].map((name) => refusalOf(connect(name, { clientId: 'shared', reconnectPeriod: 0 }))),
      );
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
      await eventually(() => expect(policy.present.size).toBe(1));
    });

    it('not: the client id of a sleeping session of another user name', async () => {
      const own = topicOf('a', 'orders');
      const sleeper = await connect('a', { ...durable, clientId: 'shared' });
      await sleeper.subscribeAsync(own, { qos: 1 });
      await sleeper.endAsync();
      await eventually(() => expect(policy.present.size).toBe(0));
      await broker.publish(own, 'secret');
      const inbox: string[] = [];
      const attempt = devices.connect(
        broker.address,
        { ...logInOf('b'), ...durable, clientId: 'shared', reconnectPeriod: 0 },
        inbox,
      );
      expect(await refusalOf(attempt)).not.toBe('accepted');
      const later: string[] = [];
      await connect('a', { ...durable, clientId: 'shared' }, later);
      await eventually(() => expect(later).toEqual([`${own} secret`]));
      expect(inbox).toEqual([]);
    });

    it('nobody while it cannot look them up, and everybody afterwards', async () => {
      jest.spyOn(policy, 'authenticate').mockRejectedValueOnce(new Error('the database is away'));
      expect(await refusalOf(connect('a', { reconnectPeriod: 0 }))).not.toBe('accepted');
      await connect('a');
      await eventually(() => expect([...policy.present]).toEqual(['a']));
    });

    it('not: whose secret ended while it was being looked up', async () => {
      const meet = meetingOf(2);
      const known = policy.authenticate.bind(policy);
      const lookUp = jest.spyOn(policy, 'authenticate').mockImplementationOnce(async (...logIn) => {
        const principal = await known(...logIn);
        await meet();
        return principal;
      });
      const attempt = refusalOf(connect('a', { reconnectPeriod: 0 }));
      await eventually(() => expect(lookUp).toHaveBeenCalled());
      broker.disconnect('id of a');
      await meet();
      expect(await attempt).not.toBe('accepted');
      await connect('a');
    });

    it('says who is there, and who was sent away', async () => {
      const client = await connect('a', { reconnectPeriod: 0 });
      await connect('b');
      await eventually(() => expect([...policy.present]).toEqual(['a', 'b']));
      const ended = happened(client, 'close');
      broker.disconnect('id of a');
      await ended;
      await eventually(() => expect([...policy.present]).toEqual(['b']));
    });
  });

  describe('lets a device hear', () => {
    it('not more topics than a device can mean, and those still', async () => {
      jest.spyOn(policy, 'maySubscribe').mockResolvedValue(true);
      const client = await connect('a');
      const topics = Array.from({ length: 200 }, (_, index) => topicOf('a', `orders-${index}`));
      for (const topic of topics) await client.subscribeAsync(topic, { qos: 1 });
      expect(REFUSED).toContainEqual(await subscriptionCodes(client, topicOf('a', 'one-more')));
      const inbox = inboxOf(client);
      await client.subscribeAsync(topics[7] ?? '', { qos: 1 });
      await broker.publish(topics[7] ?? '', 'go');
      await eventually(() => expect(inbox).toEqual([`${topics[7]} go`]));
    });

    it.each([
      '#',
      '+/+',
      '$SYS/#',
      '$SYS/+/new/clients',
      '$share/x/#',
      topicOf('b', 'orders'),
      'skydocket/v1/+/orders',
    ])('not %s', async (topic) => {
      const client = await connect('a');
      const inbox = inboxOf(client);
      expect(REFUSED).toContainEqual(await subscriptionCodes(client, topic));
      await connect('newcomer');
      await broker.publish(topicOf('b', 'orders'), 'secret');
      await pause(QUIET_MS);
      expect(inbox).toEqual([]);
    });

    it('nothing that waited for the device that had its user name before', async () => {
      const own = topicOf('a', 'orders');
      const sleeper = await connect('a', durable);
      await sleeper.subscribeAsync(own, { qos: 1 });
      await sleeper.endAsync();
      await eventually(() => expect(policy.present.size).toBe(0));
      await broker.publish(own, 'secret');
      jest.spyOn(policy, 'authenticate').mockResolvedValueOnce({ kind: 'device', id: 'another', username: 'a' });
      jest.spyOn(policy, 'maySubscribe').mockImplementation(async ({ id }) => id !== 'another');
      const inbox: string[] = [];
      await connect('a', durable, inbox);
      await broker.publish(own, 'another secret');
      await pause(QUIET_MS);
      expect(inbox).toEqual([]);
    });

    it('nothing that another device publishes, now or when it returns', async () => {
      const own = topicOf('b', 'orders');
      const sleeper = await connect('b', durable);
      await sleeper.subscribeAsync(own, { qos: 1 });
      const inbox = inboxOf(sleeper);
      const forger = await connect('a');
      await forger.publishAsync(own, 'forged', { qos: 1 });
      await sleeper.endAsync();
      await forger.publishAsync(own, 'forged for later', { qos: 1 });
      await broker.publish(own, 'genuine');
      const later: string[] = [];
      await connect('b', durable, later);
      await eventually(() => expect(later).toEqual([`${own} genuine`]));
      await pause(QUIET_MS);
      expect([inbox, later]).toEqual([[], [`${own} genuine`]]);
    });

    it.each([
      ['published', topicOf('b', 'orders')],
      ['published where the policy closes', 'closed/orders'],
    ])('no retained message of another device, %s', async (_, topic) => {
      jest.spyOn(policy, 'maySubscribe').mockResolvedValue(true);
      const forger = await connect('a', { reconnectPeriod: 0 });
      for (const qos of [0, 1] as const) void forger.publishAsync(topic, 'kept', { qos, retain: true }).catch(() => 0);
      await pause(QUIET_MS);
      const client = await connect('b');
      const inbox = inboxOf(client);
      await client.subscribeAsync(topic, { qos: 1 });
      await pause(QUIET_MS);
      expect(inbox).toEqual([]);
    });

    it.each(['skydocket/v1/b/orders', 'closed/orders'])('no last will of another device, to %s', async (topic) => {
      jest.spyOn(policy, 'maySubscribe').mockResolvedValue(true);
      const client = await connect('b');
      const inbox = inboxOf(client);
      await client.subscribeAsync(topic, { qos: 1 });
      const will = { topic, payload: Buffer.from('forged'), qos: 1, retain: true } as const;
      const dying = await connect('a', { will, reconnectPeriod: 0 });
      dying.stream.destroy();
      await eventually(() => expect(policy.present.has('a')).toBe(false));
      await pause(QUIET_MS);
      const late = await connect('c');
      const lateInbox = inboxOf(late);
      await late.subscribeAsync(topic, { qos: 1 });
      await pause(QUIET_MS);
      expect([inbox, lateInbox]).toEqual([[], []]);
    });
  });

  it('gives the last will of a device to the intake', async () => {
    const will = { topic: topicOf('a', 'status'), payload: Buffer.from('gone'), qos: 1, retain: true } as const;
    const dying = await connect('a', { will, reconnectPeriod: 0 });
    dying.stream.destroy();
    await eventually(() => expect(intake.payloads(topicOf('a', 'status'))).toEqual(['gone']));
  });

  it('ends a connection that announces more than 256 KB before it has all of it', async () => {
    const raw = await socket();
    const protocol = { protocolId: 'MQTT', protocolVersion: version } as const;
    raw.write(generate({ cmd: 'connect', clientId: 'raw', clean: true, keepalive: 0, ...protocol, ...login('a') }));
    await once(raw, 'data');
    const ended = endOf(raw);
    // PUBLISH, QoS 0, 200 MB announced, 100 KB sent.
    raw.write(Buffer.concat([Buffer.from([0x30, 0x80, 0x80, 0x80, 0x64]), Buffer.alloc(100 * 1024)]));
    await ended;
    expect(intake.messages).toEqual([]);
  });

  it('ends a connection that speaks something else, and goes on', async () => {
    const raw = await socket();
    const ended = endOf(raw);
    raw.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await ended;
    await (await connect('a')).publishAsync(topicOf('a'), 'x', { qos: 1 });
    expect(intake.payloads(topicOf('a'))).toEqual(['x']);
  });

  it('closes at once, although somebody connected and said nothing', async () => {
    await socket();
    await connect('a', { reconnectPeriod: 0 });
    const begun = Date.now();
    await broker.close();
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(broker.isOpen()).toBe(false);
  });

  it('says that its port is taken and how to choose another', async () => {
    const { port } = new URL(broker.address);
    const second = brokerOn(Number(port));
    await expect(second.open(policy, intake)).rejects.toThrow(
      `Port ${port} is taken. Set SKYDOCKET_MQTT_PORT to another port for the embedded broker.`,
    );
    await second.close();
    expect(broker.isOpen()).toBe(true);
  });

  function login(username: string): { username: string; password: Buffer } {
    return { username, password: Buffer.from(logInOf(username).password) };
  }
});
