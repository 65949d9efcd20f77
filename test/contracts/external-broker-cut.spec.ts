import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { Clock, createLogger, ExternalBroker } from '../../src/platform/index.js';
import { CuttableLine } from '../support/cuttable-line.js';
import { Devices, forgetSession, inboxOf, IntakeDouble, PolicyDouble, topicOf } from '../support/devices.js';
import { PlainBroker } from '../support/plain-broker.js';
import { eventually } from '../support/time.js';

const SERVICE = { username: 'skydocket', password: 'secret' };
const KEEPALIVE_MS = 1_000;
const DEVICE = `device-${process.pid}`;
const CLIENT_ID = `external-${process.pid}`;
const TOPIC = topicOf(DEVICE);

/** Our side of a whole external broker, over a line that can be cut; SKYDOCKET_TEST_MQTT_URL as in broker.contract.spec.ts. */
describe('external broker on a line that is cut', () => {
  const logger = createLogger('silent');
  let elsewhere: PlainBroker | undefined;
  let target: URL;
  let line: CuttableLine;
  let broker: ExternalBroker;
  let intake: IntakeDouble;
  let devices: Devices;
  let device: MqttClient;

  beforeEach(async () => {
    const external = process.env['SKYDOCKET_TEST_MQTT_URL'];
    elsewhere = external ? undefined : await PlainBroker.start(SERVICE);
    target = new URL(external ?? `mqtt://${SERVICE.username}:${SERVICE.password}@127.0.0.1:${elsewhere?.port}`);
    line = await CuttableLine.to({ host: target.hostname, port: Number(target.port) });
    intake = new IntakeDouble();
    devices = new Devices(4);
    broker = brokerAt(line.port);
    await broker.open(new PolicyDouble(), intake);
    await opened();
    device = await devices.connect(target.href, {});
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await devices.end();
    await broker.close();
    await line.cut().catch(() => undefined);
    await forgetSession(target, CLIENT_ID);
    await elsewhere?.stop();
  });

  function brokerAt(port: number, password = target.password): ExternalBroker {
    const url = new URL(target);
    url.port = String(port);
    url.password = password;
    url.searchParams.set('clientId', CLIENT_ID);
    return new ExternalBroker({ url: url.href, clock: new Clock(), logger, keepaliveMs: KEEPALIVE_MS });
  }

  const opened = (): Promise<void> => eventually(() => expect(broker.isOpen()).toBe(true));
  const lost = (): Promise<void> => eventually(() => expect(broker.isOpen()).toBe(false));

  it('receives what was published while the line was cut', async () => {
    await line.cut();
    await lost();
    for (const payload of ['1', '2', '3']) await device.publishAsync(TOPIC, payload, { qos: 1 });
    await line.mend();
    await opened();
    await eventually(() => expect(new Set(intake.payloads(TOPIC))).toEqual(new Set(['1', '2', '3'])));
  });

  it('receives again what it had not acknowledged when the line was cut', async () => {
    const release = intake.hold();
    await device.publishAsync(TOPIC, 'x', { qos: 1 });
    await eventually(() => expect(intake.open).toBe(1));
    await line.cut();
    await lost();
    release();
    await line.mend();
    await eventually(() => expect(intake.payloads(TOPIC)).toEqual(['x', 'x']));
  });

  it('does not receive again what it acknowledged', async () => {
    await device.publishAsync(TOPIC, 'x', { qos: 1 });
    await eventually(() => expect(intake.payloads(TOPIC)).toEqual(['x']));
    await pause(100);
    await line.cut();
    await lost();
    await line.mend();
    await opened();
    await device.publishAsync(TOPIC, 'y', { qos: 1 });
    await eventually(() => expect(intake.payloads(TOPIC)).toEqual(['x', 'y']));
  });

  it('keeps a line on which it lets the broker wait for long', async () => {
    const release = intake.hold();
    const sent = Array.from({ length: 3_000 }, (_, index) => device.publishAsync(TOPIC, `${index}`, { qos: 1 }));
    await Promise.all(sent);
    await eventually(() => expect(intake.open).toBeGreaterThan(1_000));
    await pause(3_500);
    expect(broker.isOpen()).toBe(true);
    release();
    await eventually(() => expect(new Set(intake.payloads(TOPIC)).size).toBe(3_000));
    expect(intake.of(TOPIC)).toHaveLength(3_000);
  });

  it('refuses to publish while the broker is away, and says so to who was waiting', async () => {
    line.silence();
    const waiting = broker.publish(topicOf(DEVICE, 'orders'), 'x');
    await expect(waiting).rejects.toThrow('the broker went away');
    await line.cut();
    await lost();
    await expect(broker.publish(topicOf(DEVICE, 'orders'), 'x')).rejects.toThrow('the broker is away');
  });

  it('publishes many at once, each acknowledged', async () => {
    const inbox = inboxOf(device);
    await device.subscribeAsync(topicOf(DEVICE, 'orders'), { qos: 1 });
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => broker.publish(topicOf(DEVICE, 'orders'), String(index))),
    );
    await eventually(() => expect(inbox).toHaveLength(200));
  });

  it('says what to look at when the broker refuses its password', async () => {
    const warned = jest.spyOn(logger, 'warn');
    const wrong = brokerAt(line.port, 'wrong');
    await wrong.open(new PolicyDouble(), intake);
    await eventually(() => {
      const reasons = warned.mock.calls.map(([fields]) => (fields as { reason?: string }).reason);
      expect(reasons.join()).toMatch(/refused us \(code [45]\); look at user and password in MQTT_URL/);
    });
    expect(wrong.isOpen()).toBe(false);
    await wrong.close();
  });

  it('stays away once it is closed', async () => {
    await broker.close();
    await lost();
    await pause(800);
    expect(broker.isOpen()).toBe(false);
  });
});
