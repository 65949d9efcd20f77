import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, loadConfig, PROJECT_ROOT } from '../src/platform/index.js';
import { play } from './scenario/play.js';
import { type DemoLogIn, OffScript } from './scenario/stage.js';

/** `npm run demo`: plays the whole chain against the running demonstration and prints each step with what came back. */
const FRAMES = 20;
const FRAME_MS = 500;

class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** Devices log in with their own secret. */
function withoutCredentials(address: string): string {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const url = `http://127.0.0.1:${config.SKYDOCKET_PORT}`;
  const ready = await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!ready) throw new NotReady(`Nothing answers at ${url}. Start the service first: npm start`);
  const file = join(config.SKYDOCKET_DATA_DIR, 'demo-users.json');
  if (!existsSync(file))
    throw new NotReady(
      `${file} is missing: the demonstration needs a service in demonstration mode with this data folder.`,
    );
  const samples = process.env['SKYDOCKET_SAMPLES'] ?? join(PROJECT_ROOT, '..', 'shared', 'data');
  const startedAt = performance.now();
  await play({
    url,
    mqttUrl: config.MQTT_URL ? withoutCredentials(config.MQTT_URL) : `mqtt://127.0.0.1:${config.SKYDOCKET_MQTT_PORT}`,
    logIns: JSON.parse(readFileSync(file, 'utf8')) as DemoLogIn[],
    ...(existsSync(samples) && { samples }),
    frames: FRAMES,
    frameMs: FRAME_MS,
    say: (line) => process.stdout.write(/^\d\. /.test(line) ? `\n${line}\n` : `   ${line}\n`),
  });
  process.stdout.write(
    `\nThe whole chain stands, in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s. DEMONSTRATION / 演示数据\n`,
  );
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const expected = error instanceof NotReady || error instanceof OffScript || error instanceof ConfigError;
  process.stderr.write(`\n${expected ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
}
