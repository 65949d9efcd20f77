import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../src/app.setup.js';
import { LogKeyRotation } from '../src/evidence/index.js';
import { BoundaryImport, FirstAdministrator, Username } from '../src/identity/index.js';
import {
  AppError,
  type Config,
  createLogger,
  EmbeddedPostgres,
  loadConfig,
  StartError,
  SYSTEM,
  VERSION,
} from '../src/platform/index.js';
import { WITNESS_HELP, witnessCommand } from './witness/witness.commands.js';
import { WitnessRefusal } from './witness/witness.refusal.js';

const HELP = `skydocket ${VERSION}: administration of an installation

  skydocket init --username NAME --unit "NAME OF THE UNIT"
      Makes the first security administrator of an empty production installation
      and prints a one-time link secret to set the password.
  skydocket import-boundaries FILE.geojson
      Takes jurisdiction polygons (WGS-84, with adcode, name, level). The same file again changes nothing.

  skydocket rotate-log-key
      Makes the next key that signs the transparency log (docs/transparency-log.md).
${WITNESS_HELP}

Apart from the witness's, it works on the installation of the current environment (SKYDOCKET_DATA_DIR, DATABASE_URL, …).
With the embedded database, stop the service first.
`;

/** An administrator's mistake: said in words, exit 2. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

type App = Awaited<ReturnType<typeof createApp>>;

async function init(app: App, args: readonly string[], config: Config): Promise<string> {
  const values = initOptions(args);
  if (!values.username || !values.unit) throw new UsageError('init needs --username and --unit');
  const username = Username.safeParse(values.username);
  if (!username.success)
    throw new UsageError(`--username: ${username.error.issues.map(({ message }) => message).join('; ')}`);
  if (config.SKYDOCKET_MODE !== 'production')
    throw new UsageError('init is for SKYDOCKET_MODE=production; the demonstration has its people already');
  const link = await app.get(FirstAdministrator).create(values.username, values.unit);
  return [
    `${values.username} is the security administrator of ${values.unit}.`,
    'Set the password once within 24 hours, for instance:',
    `  curl -X POST ${config.SKYDOCKET_PUBLIC_URL ?? `http://127.0.0.1:${config.SKYDOCKET_PORT}`}/api/v1/auth/password \\`,
    `    -H 'content-type: application/json' -d '{"link":"${link}","password":"…at least 12 characters…"}'`,
  ].join('\n');
}

function initOptions(args: readonly string[]): { readonly username?: string; readonly unit?: string } {
  try {
    return parseArgs({ args: [...args], options: { username: { type: 'string' }, unit: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function importBoundaries(app: App, [file]: readonly string[]): Promise<string> {
  if (!file) throw new UsageError('import-boundaries needs a file');
  const collection = readJson(file);
  const { features, changed } = await app.get(BoundaryImport).importGeoJson(SYSTEM, collection, basename(file));
  return `${features} boundaries read, ${changed} changed.`;
}

/** @throws UsageError while somebody else writes the log */
async function rotateLogKey(app: App): Promise<string> {
  const key = await app.get(LogKeyRotation).rotate();
  if (!key) throw new UsageError('another instance is writing the log: try again');
  return `From now on key ${key.keyId} signs the log. Tell its fingerprint (/api/v1/log/keys) to the witnesses.`;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}

const COMMANDS: Readonly<Record<string, (app: App, args: readonly string[], config: Config) => Promise<string>>> = {
  init,
  'import-boundaries': importBoundaries,
  'rotate-log-key': rotateLogKey,
};

async function main([name, ...args]: readonly string[]): Promise<void> {
  const told = await witnessCommand(name, args);
  if (told !== undefined) {
    process.stdout.write(`${told}\n`);
    return;
  }
  const command = COMMANDS[name ?? ''];
  if (!command) {
    process.stdout.write(HELP);
    if (name && name !== 'help' && name !== '--help') throw new UsageError(`unknown command ${name}`);
    return;
  }
  // The line to the devices and the other instances belongs to the running service.
  const config = { ...loadConfig(process.env), MQTT_URL: undefined, REDIS_URL: undefined, SKYDOCKET_MQTT_PORT: 0 };
  const postgres = config.DATABASE_URL
    ? undefined
    : await EmbeddedPostgres.start({ dataDir: config.SKYDOCKET_DATA_DIR, port: 0 });
  try {
    const app = await createApp({
      config,
      databaseUrl: config.DATABASE_URL ?? postgres?.url ?? '',
      logger: createLogger('warn'),
    });
    try {
      process.stdout.write(`${await command(app, args, config)}\n`);
    } finally {
      await app.close();
    }
  } finally {
    await postgres?.stop();
  }
}

try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  const expected =
    error instanceof UsageError ||
    error instanceof WitnessRefusal ||
    error instanceof AppError ||
    error instanceof StartError;
  const { message, stack } = error as Error;
  process.stderr.write(`${expected ? message : (stack ?? message)}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
