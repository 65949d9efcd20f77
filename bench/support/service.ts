import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../src/platform/index.js';
import { freePort } from './free-port.js';

const READY_TIMEOUT_MS = 120_000;

/** The built service in a process of its own, as it runs in production, on free ports. */
export class Service {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<Service> {
    const port = await freePort();
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: PROJECT_ROOT,
      stdio: 'ignore',
      env: {
        ...process.env,
        SKYDOCKET_DATA_DIR: dataDir,
        SKYDOCKET_PORT: String(port),
        SKYDOCKET_MQTT_PORT: '0',
        SKYDOCKET_MQTT_CONNECTS_PER_SECOND: '10000',
        SKYDOCKET_PG_PORT: '0',
        SKYDOCKET_LOG_LEVEL: 'silent',
        ...env,
      },
    });
    const service = new Service(`http://127.0.0.1:${port}`, child);
    try {
      await service.untilReady();
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = new Promise<void>((done) => this.child.once('exit', () => done()));
    this.child.kill('SIGTERM');
    await gone;
  }

  private async untilReady(): Promise<void> {
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (performance.now() < deadline) {
      if (this.child.exitCode !== null) throw new Error(`the service ended with ${this.child.exitCode}`);
      const ready = await fetch(`${this.url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
      if (ready) return;
      await pause(20);
    }
    throw new Error('the service did not become ready');
  }
}
