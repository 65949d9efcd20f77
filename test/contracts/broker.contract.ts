import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import type { Broker, BrokerPolicy, Intake } from '../../src/platform/index.js';
import {
  Devices,
  inboxOf,
  IntakeDouble,
  type LogIn,
  type MqttVersion,
  PolicyDouble,
  topicOf,
} from '../support/devices.js';
import { eventually } from '../support/time.js';

export interface BrokerUnderTest {
  readonly broker: Broker;
  /** Where devices connect. */
  readonly deviceUrl: string;
  logInOf(device: string): LogIn;
  close(): Promise<void>;
}

const FLOOD = 5_000;
/** Mosquitto writes its whole store through at every change: some hundred messages a second. */
const FLOOD_PATIENCE_MS = 120_000;
/** Far below the flood: beyond it whoever sends has to wait. */
const MOST_IN_FLIGHT = 4_500;

/** What the device line relies on, whatever carries it. Others may use the broker at the same time. */
export function brokerContract(
  name: string,
  version: MqttVersion,
  open: (policy: BrokerPolicy, intake: Intake) => Promise<BrokerUnderTest>,
): void {
  describe(`${name}, devices speaking MQTT ${version === 5 ? '5' : '3.1.1'}`, () => {
    let underTest: BrokerUnderTest;
    let intake: IntakeDouble;
    let devices: Devices;
    let device: string;
    let client: MqttClient;

    beforeEach(async () => {
      intake = new IntakeDouble();
      devices = new Devices(version);
      underTest = await open(new PolicyDouble(), intake);
      await eventually(() => expect(underTest.broker.isOpen()).toBe(true));
      device = `device-${randomBytes(4).toString('hex')}`;
      client = await connect(device);
    });
    afterEach(async () => {
      await devices.end();
      await underTest.close();
    });

    const connect = (username: string): Promise<MqttClient> =>
      devices.connect(underTest.deviceUrl, { clientId: `client of ${username}`, ...underTest.logInOf(username) });

    it('hands over a message as it came', async () => {
      const payload = randomBytes(1_400);
      await client.publishAsync(topicOf(device), payload, { qos: 1 });
      await eventually(() => expect(intake.of(topicOf(device))).toHaveLength(1));
      const [message] = intake.of(topicOf(device));
      expect(message?.payload.equals(payload)).toBe(true);
      expect(Math.abs(Date.now() - Number(message?.receivedAt))).toBeLessThan(60_000);
    });

    it.each([0, 1, 2] as const)('takes messages of QoS %d', async (qos) => {
      await client.publishAsync(topicOf(device), 'x', { qos });
      await eventually(() => expect(intake.payloads(topicOf(device))).toEqual(['x']));
    });

    it('sends again what could not be made durable, until it is', async () => {
      intake.failNext(2);
      await client.publishAsync(topicOf(device), 'precious', { qos: 1 });
      await eventually(() => expect(intake.payloads(topicOf(device))).toContain('precious'));
    });

    it(
      'loses none of thousands of messages while nothing is durable, and makes the senders wait',
      async () => {
        const release = intake.hold();
        const sent = Array.from({ length: FLOOD }, (_, index) =>
          client.publishAsync(topicOf(device), `${index} ${'x'.repeat(300)}`, { qos: 1 }),
        );
        await eventually(() => expect(intake.open).toBeGreaterThan(50));
        release();
        await Promise.all(sent);
        await eventually(() => expect(new Set(intake.payloads(topicOf(device))).size).toBe(FLOOD), FLOOD_PATIENCE_MS);
        expect(intake.mostOpen).toBeLessThan(MOST_IN_FLIGHT);
      },
      FLOOD_PATIENCE_MS,
    );

    it('sends to a device that listens on its topic', async () => {
      const inbox = inboxOf(client);
      await client.subscribeAsync(topicOf(device, 'orders'), { qos: 1 });
      await underTest.broker.publish(topicOf(device, 'orders'), 'first');
      await underTest.broker.publish(topicOf(device, 'orders'), 'second', { qos: 0 });
      await eventually(() =>
        expect(inbox).toEqual([`${topicOf(device, 'orders')} first`, `${topicOf(device, 'orders')} second`]),
      );
    });

    it('takes a large message, refuses one above 256 KB, and goes on', async () => {
      await client.publishAsync(topicOf(device), 'x'.repeat(250 * 1024), { qos: 1 });
      await client.publishAsync(topicOf(device), 'y'.repeat(260 * 1024), { qos: 0 }).catch(() => undefined);
      const other = await connect(`${device}-other`);
      await other.publishAsync(topicOf(`${device}-other`), 'z', { qos: 1 });
      await client.publishAsync(topicOf(device), 'z', { qos: 1 });
      await eventually(() => {
        expect(intake.payloads(topicOf(device)).map((payload) => [payload[0], payload.length])).toEqual([
          ['x', 250 * 1024],
          ['z', 1],
        ]);
        expect(intake.payloads(topicOf(`${device}-other`))).toEqual(['z']);
      });
      expect(underTest.broker.isOpen()).toBe(true);
    });
  });
}
