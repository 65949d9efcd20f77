import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../support/free-port.js';
import type { BenchDevice } from '../fleet/bench-fleet.js';
import type { BrokerLogIn } from './mosquitto.js';
import { STORE_FRAME } from './node-red-function.js';

const VERSION = '4.1.15';
const PACKAGES = [`node-red@${VERSION}`, 'pg@8'];
const READY_WITHIN_MS = 60_000;

/** Node-RED with one flow: what comes over MQTT is read by a function node, which stores it with a pool of pg. */
export class NodeRed {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /**
   * Installs it into a cache folder of its own: it is too heavy for our lock file.
   * @returns where it lies; undefined where it can not be had
   */
  static install(): string | undefined {
    const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
    const folder = join(cache, 'skydocket-bench', `node-red-${VERSION}`);
    if (existsSync(programIn(folder)) && existsSync(join(folder, 'node_modules', 'pg'))) return folder;
    try {
      mkdirSync(folder, { recursive: true });
      const quietly = ['--no-save', '--no-audit', '--no-fund', '--loglevel', 'error'];
      execFileSync('npm', ['install', ...quietly, '--prefix', folder, ...PACKAGES], { stdio: ['ignore', 'ignore', 2] });
      return folder;
    } catch (error) {
      process.stdout.write(
        `Node-RED can not be installed: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      return undefined;
    }
  }

  static async start(
    installed: string,
    logIn: BrokerLogIn,
    databaseUrl: string,
    fleet: readonly BenchDevice[],
  ): Promise<NodeRed> {
    const folder = mkdtempSync(join(tmpdir(), 'skydocket-bench-node-red-'));
    const port = await freePort();
    const ids = Object.fromEntries(fleet.map(({ serial, id }) => [serial, id]));
    writeFileSync(
      join(folder, 'settings.cjs'),
      `const { Pool } = require(${JSON.stringify(join(installed, 'node_modules', 'pg'))});
       module.exports = {
         uiPort: ${port}, uiHost: '127.0.0.1', httpAdminRoot: false, httpNodeRoot: false, credentialSecret: false,
         flowFile: 'flows.json', logging: { console: { level: 'info', metrics: false, audit: false } },
         functionGlobalContext: {
           pool: new Pool({ connectionString: ${JSON.stringify(databaseUrl)}, max: 10 }),
           crypto: require('node:crypto'), ids: ${JSON.stringify(ids)},
         },
       };`,
    );
    writeFileSync(join(folder, 'flows.json'), JSON.stringify(flowOf(logIn)));
    const { username: user, password } = logIn;
    writeFileSync(join(folder, 'flows_cred.json'), JSON.stringify({ broker: { user, password } }));
    const args = [programIn(installed), '--userDir', folder, '--settings', join(folder, 'settings.cjs')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    process.once('exit', () => child.kill());
    const nodeRed = new NodeRed(child, folder);
    await nodeRed.untilConnected();
    return nodeRed;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const gone = new Promise<void>((done) => this.child.once('exit', () => done()));
      this.child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilConnected(): Promise<void> {
    await new Promise<void>((done, fail) => {
      let said = '';
      const timer = setTimeout(() => fail(new Error(`Node-RED did not connect: ${said}`)), READY_WITHIN_MS);
      this.child.stdout?.on('data', (chunk: Buffer) => {
        said = `${said}${chunk.toString()}`.slice(-4_000);
        if (!said.includes('Connected to broker')) return;
        clearTimeout(timer);
        done();
      });
    });
  }
}

/** How many frames a database has, whoever wrote them. */
export async function framesIn(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::integer AS count FROM telemetry_sample');
  return rows[0]?.count ?? 0;
}

function programIn(folder: string): string {
  return join(folder, 'node_modules', 'node-red', 'red.js');
}

function flowOf({ port }: BrokerLogIn): object[] {
  const broker = { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(port), clientid: 'node-red' };
  const place = { z: 'tab', x: 100, y: 100 };
  return [
    { id: 'tab', type: 'tab', label: 'bench' },
    { ...broker, autoConnect: true, usetls: false, protocolVersion: '4', keepalive: '60', cleansession: true },
    {
      ...place,
      id: 'in',
      type: 'mqtt in',
      topic: 'thing/product/+/osd',
      qos: '1',
      datatype: 'buffer',
      broker: 'broker',
      inputs: 0,
      wires: [['store']],
    },
    { ...place, id: 'store', type: 'function', func: STORE_FRAME, outputs: 0, wires: [] },
  ];
}
