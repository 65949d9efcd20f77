import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../../src/platform/index.js';
import { freePort } from './free-port.js';

const READY_TIMEOUT_MS = 120_000;
const RESTART_MS = 500;

export interface Ports {
  readonly http: number;
  readonly mqtt: number;
  readonly postgres: number;
}

/** The built service in a process of its own, on ports that it keeps; ended by whatever, it is started again. */
export class KeptService {
  private child: ChildProcess | undefined;
  private stopping = false;
  private keeping: Promise<void> = Promise.resolve();
  starts = 0;

  private constructor(
    private readonly workDir: string,
    readonly ports: Ports,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(
    workDir: string,
    dataDir: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<KeptService> {
    const ports = { http: await freePort(), mqtt: await freePort(), postgres: await freePort() };
    const service = new KeptService(workDir, ports, {
      PATH: process.env['PATH'] ?? '',
      SKYDOCKET_DATA_DIR: dataDir,
      SKYDOCKET_PORT: String(ports.http),
      SKYDOCKET_MQTT_PORT: String(ports.mqtt),
      SKYDOCKET_PG_PORT: String(ports.postgres),
      SKYDOCKET_LOG_LEVEL: 'warn',
      ...env,
    });
    service.keeping = service.keep();
    try {
      await service.untilReady();
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.http}`;
  }

  /** Ends the process as a crash does. */
  async kill(): Promise<void> {
    const { child } = this;
    const gone = new Promise<void>((done) => child?.once('exit', () => done()));
    child?.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.child?.kill('SIGTERM');
    await this.keeping;
  }

  async untilReady(): Promise<void> {
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (performance.now() < deadline) {
      const isReady = await fetch(`${this.url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
      if (isReady) return;
      await pause(50);
    }
    throw new Error(`the service did not become ready; see ${join(this.workDir, 'service.log')}`);
  }

  private async keep(): Promise<void> {
    while (!this.stopping) {
      const log = openSync(join(this.workDir, 'service.log'), 'a');
      const child = spawn(process.execPath, [join(PROJECT_ROOT, 'dist', 'src', 'main.js')], {
        cwd: PROJECT_ROOT,
        stdio: ['ignore', log, log],
        env: this.env,
      });
      closeSync(log);
      this.child = child;
      this.starts += 1;
      await new Promise<void>((done) => child.once('exit', () => done()));
      if (!this.stopping) await pause(RESTART_MS);
    }
  }
}
