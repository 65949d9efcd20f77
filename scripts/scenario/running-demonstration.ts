import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/platform/index.js';
import type { DemoLogIn } from './stage.js';

/** What stands in the way of playing against the service, in words for whoever started the program. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** The service that runs on this data folder, in demonstration mode. */
export interface Demonstration {
  readonly url: string;
  readonly mqttUrl: string;
  readonly logIns: readonly DemoLogIn[];
}

/** @throws NotReady, ConfigError */
export async function findDemonstration(): Promise<Demonstration> {
  const config = loadConfig(process.env);
  const url = `http://127.0.0.1:${config.SKYDOCKET_PORT}`;
  const isUp = await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isUp) throw new NotReady(`Nothing answers at ${url}. Start the service first: npm start`);
  const file = join(config.SKYDOCKET_DATA_DIR, 'demo-users.json');
  if (!existsSync(file))
    throw new NotReady(
      `${file} is missing: the demonstration needs a service in demonstration mode with this data folder.`,
    );
  return {
    url,
    mqttUrl: config.MQTT_URL ? withoutCredentials(config.MQTT_URL) : `mqtt://127.0.0.1:${config.SKYDOCKET_MQTT_PORT}`,
    logIns: JSON.parse(readFileSync(file, 'utf8')) as DemoLogIn[],
  };
}

/** Devices log in with their own secret. */
function withoutCredentials(address: string): string {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
