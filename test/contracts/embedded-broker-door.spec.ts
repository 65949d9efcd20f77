import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MqttClient } from 'mqtt';
import { Clock, createLogger, EmbeddedBroker } from '../../src/platform/index.js';
import { otherCertificate, selfSigned } from '../support/certificates.js';
import { Devices, happened, IntakeDouble, logInOf, PolicyDouble, topicOf } from '../support/devices.js';
import { eventually } from '../support/time.js';

const CONNECT_TIMEOUT_MS = 1_000;
const LOOK_MS = 100;
const CONNECTS_PER_SECOND = 10;
const BURST = CONNECTS_PER_SECOND * 10;
const SLOW_DOWN_MS = 500;
const NAME_BURST = 30;

describe('the door of the embedded broker', () => {
  let folder: string;
  let files: { certFile: string; keyFile: string };
  let policy: PolicyDouble;
  let intake: IntakeDouble;
  let broker: EmbeddedBroker;
  let devices: Devices;
  let sockets: Socket[];
  let said: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket-door-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    files = selfSigned(folder);
    policy = new PolicyDouble();
    intake = new IntakeDouble();
    devices = new Devices(5);
    sockets = [];
    said = [];
    broker = new EmbeddedBroker({
      host: '127.0.0.1',
      port: 0,
      tls: { port: 0, lookMs: LOOK_MS, ...files },
      connectsPerSecond: CONNECTS_PER_SECOND,
      clock: new Clock(),
      logger: createLogger('info', { write: (line) => said.push(line) }),
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    });
    await broker.open(policy, intake);
  });
  afterEach(async () => {
    await devices.end();
    for (const socket of sockets) socket.destroy();
    await broker.close();
  });

  const portOf = (address: string | undefined): number => Number(new URL(address ?? '').port);
  const kept = (socket: Socket): Socket => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const plain = async (): Promise<Socket> => {
    const socket = kept(connectTcp({ host: '127.0.0.1', port: portOf(broker.address) }));
    await once(socket, 'connect');
    return socket;
  };
  const secure = async (): Promise<Socket> => {
    const options = { host: '127.0.0.1', port: portOf(broker.tlsAddress), ca: readFileSync(files.certFile) };
    const socket = connectTls(options);
    kept(socket);
    await once(socket, 'secureConnect');
    return socket;
  };
  const endOf = async (socket: Socket): Promise<void> => {
    if (!socket.closed) await new Promise<void>((done) => socket.once('close', () => done()));
  };
  const goesOn = async (): Promise<void> => {
    const client = await devices.connect(broker.address, logInOf('good'));
    await client.publishAsync(topicOf('good'), 'x', { qos: 1 });
    expect(intake.payloads(topicOf('good'))).toContain('x');
  };

  const comesFrom = async (localAddress: string, name: string): Promise<void> => {
    const dial = (): Socket => kept(connectTcp({ host: '127.0.0.1', port: portOf(broker.address), localAddress }));
    const client = new MqttClient(dial, { ...logInOf(name), reconnectPeriod: 0, protocolVersion: 5 });
    await happened(client, 'connect');
    await client.endAsync(true);
  };

  it.each([
    ['plain', plain],
    ['TLS', secure],
  ])('%s: ends who sends more than 4 KB before it is let in, and counts it', async (_, open) => {
    const socket = await open();
    const ended = endOf(socket);
    // CONNECT, 200 KB announced.
    socket.write(Buffer.from([0x10, 0x80, 0x80, 0x0c]));
    socket.write(Buffer.alloc(5 * 1024));
    await ended;
    expect(policy.refusals).toEqual(['too_much_before_connect']);
    await goesOn();
  });

  it.each([
    ['plain', plain],
    ['TLS', secure],
  ])('%s: ends who sends a byte at a time, when its time is over', async (_, open) => {
    const socket = await open();
    const ended = endOf(socket);
    const dripping = setInterval(() => socket.write(Buffer.from([0x10])), 150);
    const begun = Date.now();
    socket.write(Buffer.from([0x10, 0x7f]));
    await ended;
    clearInterval(dripping);
    expect(Date.now() - begun).toBeLessThan(CONNECT_TIMEOUT_MS * 3);
    expect(policy.refusals).toEqual(['no_connect_in_time']);
    await goesOn();
  });

  it('lets a device send large messages as soon as it is in', async () => {
    const client = await devices.connect(broker.address, logInOf('a'));
    await client.publishAsync(topicOf('a'), 'x'.repeat(200 * 1024), { qos: 1 });
    expect(intake.payloads(topicOf('a'))[0]).toHaveLength(200 * 1024);
  });

  it('counts who speaks something else', async () => {
    const socket = await plain();
    const ended = endOf(socket);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await ended;
    expect(policy.refusals).toEqual(['not_mqtt']);
  });

  it('refuses a device that comes again and again, and lets it in once it slows down', async () => {
    const comes = (): Promise<string> =>
      devices.connect(broker.address, { ...logInOf('restless'), reconnectPeriod: 0 }).then(
        () => 'in',
        () => 'out',
      );
    const outcomes: string[] = [];
    for (let turn = 0; turn < NAME_BURST * 2; turn += 1) outcomes.push(await comes());
    expect(outcomes.slice(0, NAME_BURST)).not.toContain('out');
    expect(outcomes).toContain('out');
    expect(policy.refusals).toContain('name_too_often');
    await goesOn();
    await pause(1_000);
    expect(await comes()).toBe('in');
  });

  it('does not hold guesses at a secret against the device', async () => {
    const guess = { ...logInOf('a'), password: 'guessed', reconnectPeriod: 0 };
    for (let turn = 0; turn < NAME_BURST + 5; turn += 1)
      await expect(devices.connect(broker.address, guess)).rejects.toThrow();
    expect((await devices.connect(broker.address, logInOf('a'))).connected).toBe(true);
  });

  it('ends what comes from one address too often, while others come in, and takes it again once it slows down', async () => {
    const flood = Array.from({ length: BURST * 2 }, () => plain().then(endOf, () => undefined));
    await eventually(() => expect(policy.refusals.length).toBeGreaterThanOrEqual(BURST / 2));
    expect(new Set(policy.refusals)).toEqual(new Set(['address_too_often']));
    expect(policy.refusals.length).toBeLessThanOrEqual(BURST);
    await comesFrom('127.0.0.2', 'neighbour');
    for (const socket of sockets) socket.destroy();
    await Promise.all(flood);
    await pause(SLOW_DOWN_MS);
    await comesFrom('127.0.0.1', 'calmed');
  });

  describe('mqtts', () => {
    it('carries a device whose certificate authority knows us, with TLS 1.2 and newer only', async () => {
      const ca = readFileSync(files.certFile);
      const client = await devices.connect(broker.tlsAddress ?? '', { ...logInOf('a'), ca });
      await client.publishAsync(topicOf('a'), 'over TLS', { qos: 1 });
      expect(intake.payloads(topicOf('a'))).toEqual(['over TLS']);
      const port = portOf(broker.tlsAddress);
      const old = kept(
        connectTls({
          host: '127.0.0.1',
          port,
          ca,
          minVersion: 'TLSv1',
          maxVersion: 'TLSv1.1',
          ciphers: 'ALL@SECLEVEL=0',
        }),
      );
      await endOf(old);
      await expect(devices.connect(broker.tlsAddress ?? '', { ...logInOf('b'), reconnectPeriod: 0 })).rejects.toThrow();
    });

    it('keeps its certificate while the renewed one cannot be used, and says so', async () => {
      const ca = readFileSync(files.certFile);
      const key = readFileSync(files.keyFile);
      const failures = (): number => said.filter((line) => line.includes('renewed certificate')).length;
      for (const [index, broken] of ['no certificate', otherCertificate(folder), ''].entries()) {
        writeFileSync(files.certFile, broken);
        await eventually(() => expect(failures()).toBe(index + 1));
        expect(said.at(-1)).toContain('a renewed certificate of the broker cannot be used');
        await devices.connect(broker.tlsAddress ?? '', { ...logInOf(`late ${index}`), ca });
      }
      writeFileSync(files.certFile, ca);
      await eventually(() => expect(said.at(-1)).toContain('the broker has a renewed certificate'));
      expect(readFileSync(files.keyFile)).toEqual(key);
      await devices.connect(broker.tlsAddress ?? '', { ...logInOf('last'), ca });
    });

    it('takes a renewed certificate without a restart, and open lines stay', async () => {
      const before = readFileSync(files.certFile);
      const standing = await devices.connect(broker.tlsAddress ?? '', { ...logInOf('a'), ca: before });
      selfSigned(folder);
      const ca = readFileSync(files.certFile);
      await eventually(() => expect(said.at(-1)).toContain('the broker has a renewed certificate'));
      await devices.connect(broker.tlsAddress ?? '', { ...logInOf('b'), ca });
      await standing.publishAsync(topicOf('a'), 'still here', { qos: 1 });
      const distrusting = devices.connect(broker.tlsAddress ?? '', { ...logInOf('c'), ca: before, reconnectPeriod: 0 });
      await expect(distrusting).rejects.toThrow();
    });

    it('ends who never finishes the handshake, and counts it', async () => {
      const socket = kept(connectTcp({ host: '127.0.0.1', port: portOf(broker.tlsAddress) }));
      await once(socket, 'connect');
      await endOf(socket);
      expect(policy.refusals).toEqual(['no_connect_in_time']);
      await goesOn();
    });

    it('counts who speaks no TLS', async () => {
      const socket = kept(connectTcp({ host: '127.0.0.1', port: portOf(broker.tlsAddress) }));
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await endOf(socket);
      expect(policy.refusals).toEqual(['tls_failed']);
    });

    it('does not start with files that are no certificate', async () => {
      const wrong = new EmbeddedBroker({
        host: '127.0.0.1',
        port: 0,
        tls: { port: 0, certFile: files.keyFile, keyFile: files.keyFile },
        connectsPerSecond: CONNECTS_PER_SECOND,
        clock: new Clock(),
        logger: createLogger('silent'),
      });
      await expect(wrong.open(policy, intake)).rejects.toThrow('SKYDOCKET_MQTT_TLS_CERT_FILE');
      await wrong.close();
    });
  });
});
