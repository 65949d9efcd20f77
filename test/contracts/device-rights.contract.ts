import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { IClientOptions, MqttClient } from 'mqtt';
import { aircraftOsdMessage, controllerOsdMessage, updateTopoMessage } from '../../scripts/simulator/dji-messages.js';
import { BROKER, type Broker } from '../../src/platform/index.js';
import { mintingOn, pointNow } from '../e2e/telemetry/pilot-kit.js';
import {
  credentialOf,
  type Crew,
  crewOf,
  framesOf,
  MQTT_VERSIONS,
  quarantineOf,
  twoSetsOf,
} from '../e2e/telemetry/telemetry-kit.js';
import type { TestApp } from '../support/app.js';
import { Devices, happened, inboxOf, type LogIn, subscriptionCodes } from '../support/devices.js';
import { eventually } from '../support/time.js';

export interface RightsUnderTest {
  readonly app: TestApp;
  readonly deviceUrl: string;
  close(): Promise<void>;
}

const QUIET_MS = 300;
/** SUBACK: from this code on it is a refusal. */
const FIRST_FAILURE = 0x80;
const PILOT = { role: 'pilot', unit: '东光县' };

/** What a device may do on its line, whichever broker carries it. */
export function deviceRightsContract(name: string, open: () => Promise<RightsUnderTest>): void {
  describe(`rights of devices, ${name}`, () => {
    let rights: RightsUnderTest;
    let app: TestApp;
    let mine: Crew;
    let theirs: Crew;
    beforeAll(async () => {
      rights = await open();
      app = rights.app;
      [mine, theirs] = [await crewOf(app), await crewOf(app, '邯郸')];
      await eventually(() => expect(app.get<Broker>(BROKER).isOpen()).toBe(true), 20_000);
    });
    afterAll(() => rights.close());

    describe.each(MQTT_VERSIONS)('protocol level %i', (version) => {
      let devices: Devices;
      let client: MqttClient;
      let count = 0;
      beforeAll(() => {
        devices = new Devices(version);
      });
      afterEach(() => devices.end());

      const connect = (logIn: LogIn, more: IClientOptions = {}): Promise<MqttClient> =>
        devices.connect(rights.deviceUrl, {
          reconnectPeriod: 0,
          clientId: `c${version}-${(count += 1)}`,
          ...logIn,
          ...more,
        });
      const asMine = async (more: IClientOptions = {}): Promise<MqttClient> => {
        client = await connect(await credentialOf(app, mine.controller.id), more);
        return client;
      };
      const services = (serial: string): string => `thing/product/${serial}/services`;
      /** The frame that came of exactly these bytes. */
      const framesFrom = async (deviceId: string, payload: Buffer): Promise<number> =>
        (await framesOf(app, deviceId)).filter(({ raw }) => raw.equals(payload)).length;
      const isRefused = async (topic: string): Promise<boolean> => {
        const codes = (await subscriptionCodes(client, topic)) as (number | { qos: number })[];
        return codes.every((code) => (typeof code === 'object' ? code.qos : code) >= FIRST_FAILURE);
      };
      const publish = (topic: string, payload: Buffer | string, retain = false): Promise<unknown> =>
        client.publishAsync(topic, payload, { qos: 1, retain }).catch(() => undefined);

      it('it speaks for itself and for what travels with it', async () => {
        await asMine();
        const own = controllerOsdMessage(mine, new Date(), pointNow());
        const aircraft = aircraftOsdMessage(mine, pointNow());
        await publish(own.topic, own.payload);
        await publish(aircraft.topic, aircraft.payload);
        await eventually(async () => {
          expect(await framesFrom(mine.controller.id, own.payload)).toBe(1);
          expect(await framesFrom(mine.aircraft.id, aircraft.payload)).toBe(1);
        });
      });

      it('it is heard on no topic of another device, and its own line goes on', async () => {
        await asMine();
        const spoofed = aircraftOsdMessage({ ...theirs, gatewaySerial: mine.gatewaySerial }, pointNow());
        await publish(spoofed.topic, spoofed.payload);
        const own = controllerOsdMessage(mine, new Date(), pointNow());
        await publish(own.topic, own.payload);
        await eventually(async () => expect(await framesFrom(mine.controller.id, own.payload)).toBe(1));
        expect(await framesFrom(theirs.aircraft.id, spoofed.payload)).toBe(0);
        expect(client.connected).toBe(true);
      });

      it('another serial inside a message on its own topic is refused, and kept with the reason', async () => {
        await asMine();
        const { payload } = updateTopoMessage({ ...theirs, gatewaySerial: mine.gatewaySerial }, new Date());
        const topic = `sys/product/${mine.gatewaySerial}/status`;
        await publish(topic, payload);
        await eventually(async () =>
          expect((await quarantineOf(app, topic)).at(-1)).toMatchObject({ code: 'NOT_PAIRED', raw: payload }),
        );
      });

      it('it hears what is for it, and nothing else', async () => {
        await asMine();
        const inbox = inboxOf(client);
        const broker = app.get<Broker>(BROKER);
        for (const topic of [
          '#',
          '+/product/+/services',
          services('+'),
          `$share/all/${services(mine.gatewaySerial)}`,
          '$SYS/#',
          '$SYS/broker/uptime',
          services(theirs.gatewaySerial),
          'skydocket/v1/#',
        ])
          expect([topic, await isRefused(topic)]).toEqual([topic, true]);
        expect(await subscriptionCodes(client, services(mine.gatewaySerial))).toEqual([1]);
        await broker.publish(services(theirs.gatewaySerial), 'theirs');
        await broker.publish(services(mine.gatewaySerial), 'mine');
        await eventually(() => expect(inbox).toContain(`${services(mine.gatewaySerial)} mine`));
        await pause(QUIET_MS);
        expect(inbox).toEqual([`${services(mine.gatewaySerial)} mine`]);
      });

      it('its orders come from nobody but us, retained or not', async () => {
        await asMine();
        await publish(services(mine.gatewaySerial), 'forged', true);
        await devices.end();
        await asMine();
        const inbox = inboxOf(client);
        await client.subscribeAsync(services(mine.gatewaySerial), { qos: 1 });
        await publish(services(mine.gatewaySerial), 'forged again');
        await pause(QUIET_MS);
        expect(inbox).toEqual([]);
      });

      it('its last will reaches no topic of another device', async () => {
        const topic = `thing/product/${theirs.aircraftSerial}/osd`;
        const will = aircraftOsdMessage({ ...theirs, gatewaySerial: mine.gatewaySerial }, pointNow());
        const dying = await asMine({ will: { topic, payload: will.payload, qos: 1, retain: true } });
        dying.stream.destroy();
        await pause(QUIET_MS);
        expect(await framesFrom(theirs.aircraft.id, will.payload)).toBe(0);
      });

      it('its client id and what waits in its session are not for another', async () => {
        const logIn = await credentialOf(app, mine.controller.id);
        const clientId = `shared-${version}`;
        client = await connect(logIn, { clientId });
        const other = await connect(await credentialOf(app, theirs.controller.id), { clientId }).catch(() => undefined);
        await pause(QUIET_MS);
        expect(client.connected).toBe(true);
        const inbox = other ? inboxOf(other) : [];
        await client.subscribeAsync(services(mine.gatewaySerial), { qos: 1 });
        await app.get<Broker>(BROKER).publish(services(mine.gatewaySerial), 'for mine');
        await pause(QUIET_MS);
        expect(inbox).toEqual([]);
      });

      it('a new secret ends the one before, and the line that it opened', async () => {
        const before = await credentialOf(app, mine.controller.id);
        client = await connect(before);
        const closed = happened(client, 'close');
        const after = await credentialOf(app, mine.controller.id);
        await closed;
        await expect(connect(before)).rejects.toThrow();
        expect((await connect(after)).connected).toBe(true);
      });
    });

    it('a gateway speaks for an aircraft that is paired with it, until that is handed back', async () => {
      const [first, second] = await twoSetsOf(app, '河北省人民检察院');
      const pilot = await app.as({ role: 'pilot' });
      const outs = [];
      for (const { assetCode } of [first, second])
        outs.push(await pilot.post<{ id: string }>('/check-outs', { assetCode }));
      expect(outs.map(({ status }) => status)).toEqual([201, 201]);
      const pair = { gatewaySerial: second.controllerSerial, aircraftSerial: first.aircraftSerial };
      const devices = new Devices(5);
      const client = await devices.connect(rights.deviceUrl, {
        clientId: 'pair',
        ...(await credentialOf(app, second.controllerId)),
      });
      const topo = updateTopoMessage(pair, new Date());
      await client.publishAsync(topo.topic, topo.payload, { qos: 1 });
      /** Stored when it may be said; at Mosquitto a moment after the pairing. */
      const isHeard = async (): Promise<boolean> => {
        const { topic, payload } = aircraftOsdMessage(pair, pointNow());
        await client.publishAsync(topic, payload, { qos: 1 }).catch(() => undefined);
        await pause(100);
        return (await framesOf(app, first.aircraftId)).some(({ raw }) => raw.equals(payload));
      };
      await eventually(async () => expect(await isHeard()).toBe(true));
      expect((await pilot.post(`/check-outs/${outs[0]?.body.id}/hand-back`, {})).status).toBe(200);
      await eventually(async () => expect(await isHeard()).toBe(false));
      await pause(QUIET_MS);
      expect(await isHeard()).toBe(false);
      await devices.end();
    });

    it('a secret minted for a day opens a line beside the lasting one, and ends with the hands', async () => {
      const mint = await mintingOn(app, PILOT, mine.gatewaySerial);
      const minted = await mint();
      const devices = new Devices(4);
      const lasting = await devices.connect(rights.deviceUrl, {
        clientId: 'lasting',
        ...(await credentialOf(app, mine.aircraft.id)),
      });
      const second = await mint();
      await eventually(async () =>
        expect(
          (await devices.connect(rights.deviceUrl, { clientId: 'm', ...second, reconnectPeriod: 0 })).connected,
        ).toBe(true),
      );
      await expect(
        devices.connect(rights.deviceUrl, { clientId: 'm0', ...minted, reconnectPeriod: 0 }),
      ).rejects.toThrow();
      expect(lasting.connected).toBe(true);
      const pilot = await app.as(PILOT);
      expect((await pilot.post('/check-outs', { assetCode: mine.aircraft.assetCode })).status).toBe(201);
      await eventually(async () =>
        expect(
          await devices.connect(rights.deviceUrl, { clientId: 'm2', ...second, reconnectPeriod: 0 }).then(
            () => 'in',
            () => 'out',
          ),
        ).toBe('out'),
      );
      await devices.end();
    });
  });
}
