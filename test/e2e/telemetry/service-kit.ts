import { randomUUID } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { updateTopoMessage } from '../../../scripts/simulator/dji-messages.js';
import type { JsonObject } from '../../../src/telemetry/sample.js';
import type { TestApp } from '../../support/app.js';
import { connectDevice, credentialOf, rowsOf, send, until } from './telemetry-kit.js';

export interface Docked {
  readonly aircraftId: string;
  readonly aircraftSerial: string;
  readonly dockId: string;
  readonly dockSerial: string;
  readonly dockCode: string;
}

/** Docks with their aircraft, those of the province first. */
export async function docksOf(app: TestApp): Promise<Docked[]> {
  return rowsOf<Docked>(
    app,
    `SELECT d.id AS "aircraftId", d.serial AS "aircraftSerial", p.id AS "dockId", p.serial AS "dockSerial",
       p.asset_code AS "dockCode"
     FROM device p JOIN device d ON d.id = p.part_of_id JOIN device_kind k ON k.id = p.kind_id
     JOIN unit u ON u.id = d.unit_id
     WHERE k.code = 'dock' ORDER BY u.name <> '河北省人民检察院', p.asset_code`,
  );
}

export interface Asked {
  readonly topic: string;
  readonly tid: string;
  readonly bid: string;
  readonly timestamp: number;
  readonly method?: string;
  readonly data: JsonObject;
}

/** A dock that hears what it is asked, and answers only when told to. */
export class StandInDock {
  readonly heard: Asked[] = [];
  readonly answered: Asked[] = [];

  private constructor(
    readonly line: MqttClient,
    readonly serial: string,
  ) {}

  static async connect(
    app: TestApp,
    { dockId, dockSerial }: Docked,
    credential?: { username: string; password: string },
  ): Promise<StandInDock> {
    const line = await connectDevice(app, credential ?? (await credentialOf(app, dockId)), 5);
    const dock = new StandInDock(line, dockSerial);
    line.on('message', (topic, payload) => {
      const message = { ...(JSON.parse(payload.toString()) as Omit<Asked, 'topic'>), topic };
      (topic.endsWith('_reply') ? dock.answered : dock.heard).push(message);
    });
    for (const channel of ['services', 'property/set', 'events_reply', 'requests_reply'])
      await line.subscribeAsync(`thing/product/${dockSerial}/${channel}`, { qos: 1 });
    return dock;
  }

  /** Says that its aircraft is switched on, or off. */
  async announce({ dockSerial, aircraftSerial }: Docked, aircraftOnline = true): Promise<void> {
    const pair = { gatewaySerial: dockSerial, aircraftSerial, gatewayModelKey: '3-2-0', aircraftModelKey: '0-91-1' };
    const { topic, payload } = updateTopoMessage(pair, new Date(), aircraftOnline);
    await send(this.line, topic, payload);
  }

  async reply({ tid, bid, method, topic }: Asked, data: unknown): Promise<void> {
    const channel = topic.endsWith('property/set') ? 'property/set_reply' : 'services_reply';
    const message = { tid, bid, timestamp: Date.now(), gateway: this.serial, ...(method && { method }), data };
    await send(this.line, `thing/product/${this.serial}/${channel}`, message);
  }

  async tell(method: string, data: unknown, more: object = {}): Promise<void> {
    const message = {
      tid: `tell-${method}`,
      bid: 'b',
      timestamp: Date.now(),
      gateway: this.serial,
      need_reply: 1,
      method,
    };
    await send(this.line, `thing/product/${this.serial}/events`, { ...message, data, ...more });
  }

  /** What the cloud answers to a request. */
  async ask(method: string, data: JsonObject): Promise<JsonObject> {
    const tid = randomUUID();
    const message = { tid, bid: tid, timestamp: Date.now(), gateway: this.serial, method, data };
    await send(this.line, `thing/product/${this.serial}/requests`, message);
    const answer = await until(
      () => this.answered.find((one) => one.tid === tid),
      (found) => found !== undefined,
    );
    return answer?.data ?? {};
  }
}
