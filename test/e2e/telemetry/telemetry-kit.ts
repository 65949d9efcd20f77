import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { updateTopoMessage } from '../../../scripts/simulator/dji-messages.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import type { TestApp } from '../../support/app.js';

/** 4 is MQTT 3.1.1. */
export const MQTT_VERSIONS = [4, 5] as const;
export type MqttVersion = (typeof MQTT_VERSIONS)[number];

export interface PoolDevice {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string;
  readonly unitName: string;
}

/** An aircraft and the controller that travels with it. */
export interface Crew {
  readonly aircraft: PoolDevice;
  readonly controller: PoolDevice;
  readonly gatewaySerial: string;
  readonly aircraftSerial: string;
}

const DEVICE = `
  SELECT d.id, d.asset_code AS "assetCode", d.serial, u.name AS "unitName", d.part_of_id AS "partOfId"
  FROM device d JOIN device_kind k ON k.id = d.kind_id JOIN unit u ON u.id = d.unit_id`;

/** The first aircraft of a unit that travels with a controller; `unit` is a part of the unit's name. */
export async function crewOf(app: TestApp, unit = '东光县'): Promise<Crew> {
  const controlled = `JOIN device part ON part.part_of_id = d.id JOIN device_kind pk ON pk.id = part.kind_id`;
  const aircraft = await oneDevice(app, `${controlled} WHERE pk.code = 'remote-controller' AND u.name LIKE $1`, [
    `%${unit}%`,
  ]);
  const controller = await oneDevice(app, `WHERE d.part_of_id = $1`, [aircraft.id]);
  return { aircraft, controller, gatewaySerial: controller.serial, aircraftSerial: aircraft.serial };
}

/** An aircraft and the controller that is part of it. */
export interface DeviceSet {
  readonly aircraftId: string;
  readonly assetCode: string;
  readonly aircraftSerial: string;
  readonly controllerId: string;
  readonly controllerSerial: string;
}

/** The first two sets of the unit of this name. */
export async function twoSetsOf(app: TestApp, unit: string): Promise<readonly [DeviceSet, DeviceSet]> {
  const [first, second] = await rowsOf<DeviceSet>(
    app,
    `SELECT d.id AS "aircraftId", d.asset_code AS "assetCode", d.serial AS "aircraftSerial",
       c.id AS "controllerId", c.serial AS "controllerSerial"
     FROM device d JOIN device c ON c.part_of_id = d.id JOIN device_kind k ON k.id = c.kind_id JOIN unit u ON u.id = d.unit_id
     WHERE k.code = 'remote-controller' AND u.name = $1 ORDER BY d.asset_code LIMIT 2`,
    [unit],
  );
  if (!first || !second) throw new Error('the unit has fewer than two sets');
  return [first, second];
}

export async function deviceOf(app: TestApp, kind: string, unit: string): Promise<PoolDevice> {
  return oneDevice(app, `WHERE k.code = $1 AND u.name LIKE $2`, [kind, `%${unit}%`]);
}

async function oneDevice(app: TestApp, where: string, values: unknown[]): Promise<PoolDevice> {
  const rows = await rowsOf<PoolDevice>(app, `${DEVICE} ${where} ORDER BY d.asset_code`, values);
  const [device] = rows;
  if (!device) throw new Error(`no such device: ${where} ${JSON.stringify(values)}`);
  return device;
}

export async function rowsOf<Row>(app: TestApp, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return app.get(UnitOfWork).read((tx) => tx.query<Row>(sql, values));
}

/** A new secret of the device, from the manager of the whole pool. */
export async function credentialOf(app: TestApp, deviceId: string): Promise<{ username: string; password: string }> {
  const manager = await app.as({ role: 'equipment_manager' });
  const answer = await manager.post<{ username: string; password: string }>(`/devices/${deviceId}/mqtt-credential`);
  if (answer.status !== 201) throw new Error(`credential: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const clients: MqttClient[] = [];

export async function connectDevice(
  app: TestApp,
  { username, password }: { username: string; password: string },
  protocolVersion: MqttVersion = 4,
): Promise<MqttClient> {
  const client = await connectAsync(app.mqttUrl, {
    username,
    password,
    protocolVersion,
    clientId: `${username}-${clients.length}`,
    reconnectPeriod: 200,
    connectTimeout: 5_000,
  });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

/** Issues a secret and connects with it. */
export async function connectedAs(app: TestApp, deviceId: string, version: MqttVersion = 4): Promise<MqttClient> {
  return connectDevice(app, await credentialOf(app, deviceId), version);
}

/** The line of a crew's controller, which has announced its aircraft. */
export async function lineOf(app: TestApp, crew: Crew, version?: MqttVersion): Promise<MqttClient> {
  const line = await connectedAs(app, crew.controller.id, version);
  const { topic, payload } = updateTopoMessage(crew, new Date());
  await send(line, topic, payload);
  return line;
}

export async function endClients(): Promise<void> {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
}

/** Publishes with QoS 1 and waits for the acknowledgement. */
export async function send(client: MqttClient, topic: string, payload: unknown): Promise<void> {
  const bytes = Buffer.isBuffer(payload) || typeof payload === 'string' ? payload : JSON.stringify(payload);
  await client.publishAsync(topic, bytes, { qos: 1 });
}

/** Asks again until the answer is as wanted, for at most `milliseconds`. */
export async function until<T>(
  ask: () => Promise<T> | T,
  wanted: (value: T) => Promise<boolean> | boolean,
  milliseconds = 5_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await ask();
    if (await wanted(value)) return value;
    if (Date.now() > deadline) throw new Error(`not in ${milliseconds} ms, last: ${JSON.stringify(value)}`);
    await pause(25);
  }
}

export interface Quarantined {
  readonly code: string;
  readonly topic: string;
  readonly username: string | null;
  readonly raw: Buffer;
}

export async function quarantineOf(app: TestApp, topic: string): Promise<Quarantined[]> {
  return rowsOf(app, `SELECT code, topic, username, raw FROM quarantine WHERE topic = $1 ORDER BY id`, [topic]);
}

export async function framesOf(app: TestApp, deviceId: string) {
  return rowsOf<{ at: Date; lon: number | null; lat: number | null; raw: Buffer; batteryPercent: number | null }>(
    app,
    `SELECT at, lon, lat, raw, battery_percent AS "batteryPercent" FROM telemetry_sample WHERE device_id = $1 ORDER BY at, seq`,
    [deviceId],
  );
}
