import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from './client.js';
import { TestDatabase } from './database.js';
import { type DemoPerson, logInAs } from './demo-people.js';

const READY_WITHIN_MS = 30_000;
const ENTRY = new URL('../../dist/src/main.js', import.meta.url).pathname;

/** The built service in a process of its own. */
export class Instance {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly mqttUrl: string,
  ) {}

  static async start(env: Readonly<Record<string, string>>): Promise<Instance> {
    const child = spawn(process.execPath, [ENTRY], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = await announcement(child);
    const [url = '', mqttUrl = ''] =
      said.match(/(?:https?|mqtt):\/\/\S+/g)?.filter((one) => !one.endsWith('docs')) ?? [];
    return new Instance(child, url, mqttUrl);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** What the service says once it listens. */
function announcement(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    const timer = setTimeout(() => fail(new Error(`not ready: ${said}`)), READY_WITHIN_MS);
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (!/MQTT mqtt:\S+\n/.test(said)) return;
      clearTimeout(timer);
      done(said);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => fail(new Error(`ended with ${code}: ${said}`)));
  });
}

/** Instances of one demonstration installation: one database, one data folder. */
export class Installation {
  private readonly instances: Instance[] = [];

  private constructor(
    readonly dataDir: string,
    private readonly database: TestDatabase,
  ) {}

  static async create(): Promise<Installation> {
    const database = await TestDatabase.create({ seeded: true });
    const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-instances-'));
    copyFileSync(join(process.env['SKYDOCKET_TEST_DATA'] ?? '', 'demo-users.json'), join(dataDir, 'demo-users.json'));
    return new Installation(dataDir, database);
  }

  as(instance: Instance, person: DemoPerson): Promise<ApiClient> {
    return logInAs(instance.url, this.dataDir, person);
  }

  async start(env: Readonly<Record<string, string>> = {}): Promise<Instance> {
    const instance = await Instance.start({
      PATH: process.env['PATH'] ?? '',
      SKYDOCKET_MODE: 'demonstration',
      SKYDOCKET_DATA_DIR: this.dataDir,
      SKYDOCKET_PORT: '0',
      SKYDOCKET_MQTT_PORT: '0',
      SKYDOCKET_LOG_LEVEL: process.env['SKYDOCKET_TEST_LOG'] ?? 'silent',
      DATABASE_URL: this.database.url,
      ...env,
    });
    this.instances.push(instance);
    return instance;
  }

  async stop(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.stop()));
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
