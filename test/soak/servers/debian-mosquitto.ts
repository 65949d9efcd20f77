import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../../src/platform/index.js';
import type { LogIn } from '../soak.types.js';
import { asUser, giveTo } from './as-user.js';
import { freePort } from './free-port.js';

const USER = 'mosquitto';
const UP_WITHIN_MS = 10_000;

/** Mosquitto as we ship it: docker/mosquitto.conf and docker/mosquitto-start.sh, with Debian's paths and a free port. */
export class DebianMosquitto {
  readonly logIn: LogIn = { username: 'skydocket', password: 'soak-only-password' };
  readonly admin: LogIn = { username: 'skydocket-admin', password: 'soak-only-admin-password' };
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    /** Where devices connect. */
    readonly port: number,
    private readonly servicePort: number,
  ) {}

  static isInstalled(): boolean {
    return plugin() !== undefined;
  }

  static async start(workDir: string): Promise<DebianMosquitto> {
    const folder = join(workDir, 'mosquitto');
    mkdirSync(folder);
    const mosquitto = new DebianMosquitto(folder, await freePort(), await freePort());
    mosquitto.configure();
    await mosquitto.startAgain();
    return mosquitto;
  }

  /** Keys of a service that administers it. */
  get env(): Readonly<Record<string, string>> {
    return { MQTT_URL: this.urlOf(this.logIn), SKYDOCKET_MQTT_ADMIN_URL: this.urlOf(this.admin) };
  }

  urlOf({ username, password }: LogIn): string {
    return `mqtt://${username}:${password}@127.0.0.1:${this.servicePort}`;
  }

  /** As when its disk was lost: it knows nobody but its administrator after the next start. */
  forgetEverybody(): void {
    rmSync(join(this.folder, 'dynamic-security.json'), { force: true });
  }

  /** SIGTERM: what waits is written. */
  async stop(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    await gone;
  }

  async startAgain(): Promise<void> {
    const log = openSync(join(this.folder, 'mosquitto.log'), 'a');
    const [program, args] = asUser(USER, ['/bin/sh', join(this.folder, 'start.sh')]);
    this.child = spawn(program, args, {
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env['PATH'] ?? '',
        MOSQUITTO_CONFIG: join(this.folder, 'mosquitto.conf'),
        MOSQUITTO_DATA: this.folder,
        MQTT_ADMIN_USER: this.admin.username,
        MQTT_ADMIN_PASSWORD: this.admin.password,
      },
    });
    closeSync(log);
    await this.untilUp();
  }

  private configure(): void {
    const shipped = readFileSync(join(PROJECT_ROOT, 'docker', 'mosquitto.conf'), 'utf8');
    const library = plugin();
    if (!library) throw new Error("Debian's package mosquitto is not installed");
    const configured = shipped
      .replace(/^listener 1883$/m, `listener ${this.port} 127.0.0.1`)
      .replace(/^listener 1884$/m, `listener ${this.servicePort} 127.0.0.1`)
      .replace('/usr/lib/mosquitto_dynamic_security.so', library)
      .replaceAll('/mosquitto/data', this.folder);
    writeFileSync(join(this.folder, 'mosquitto.conf'), configured);
    copyFileSync(join(PROJECT_ROOT, 'docker', 'mosquitto-start.sh'), join(this.folder, 'start.sh'));
    giveTo(USER, this.folder);
  }

  private async untilUp(): Promise<void> {
    const deadline = performance.now() + UP_WITHIN_MS;
    while (performance.now() < deadline) {
      const isUp = await new Promise<boolean>((done) => {
        const probe = connect(this.port, '127.0.0.1', () => done(true)).once('error', () => done(false));
        probe.once('connect', () => probe.destroy());
      });
      if (isUp) return;
      await pause(50);
    }
    throw new Error(`Mosquitto did not start; see ${join(this.folder, 'mosquitto.log')}`);
  }
}

function plugin(): string | undefined {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'mosquitto_dynamic_security.so'))
    .find((path) => existsSync(path));
}
