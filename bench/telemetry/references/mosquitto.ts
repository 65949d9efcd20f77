import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../../src/platform/index.js';
import { freePort } from '../../support/free-port.js';

const PROGRAMS = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'];
const USER = 'mosquitto';
const UP_WITHIN_MS = 10_000;
/** What needs a file or a plugin of the container's. */
const OF_THE_CONTAINER =
  /^(?:listener|persistence_location|password_file|acl_file|plugin|plugin_opt_\w+|include_dir|use_username_as_clientid)\b.*$/gm;

export interface BrokerLogIn {
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** Debian's Mosquitto with the configuration that we ship, on a free port. */
export class Mosquitto {
  private constructor(
    readonly logIn: BrokerLogIn,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static isInstalled(): boolean {
    return program() !== undefined;
  }

  static async start(): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'skydocket-bench-mosquitto-'));
    const logIn = { port: await freePort(), username: 'skydocket', password: 'bench-only-password' };
    configure(folder, logIn);
    const child = spawn(program() ?? '', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
    process.once('exit', () => child.kill());
    const mosquitto = new Mosquitto(logIn, folder, child);
    await mosquitto.untilUp();
    return mosquitto;
  }

  get url(): string {
    const { username, password, port } = this.logIn;
    return `mqtt://${username}:${password}@127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const gone = new Promise<void>((done) => this.child.once('exit', () => done()));
      this.child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilUp(): Promise<void> {
    const deadline = performance.now() + UP_WITHIN_MS;
    while (performance.now() < deadline) {
      const isUp = await new Promise<boolean>((done) => {
        const probe = connect(this.logIn.port, '127.0.0.1', () => done(true)).once('error', () => done(false));
        probe.once('connect', () => probe.destroy());
      });
      if (isUp) return;
      await pause(50);
    }
    throw new Error('Mosquitto did not start');
  }
}

function program(): string | undefined {
  return PROGRAMS.find((path) => existsSync(path));
}

function configure(folder: string, { port, username, password }: BrokerLogIn): void {
  const shipped = readFileSync(join(PROJECT_ROOT, 'docker', 'mosquitto.conf'), 'utf8').replaceAll(OF_THE_CONTAINER, '');
  const passwords = join(folder, 'passwords');
  const own = [`listener ${port} 127.0.0.1`, `persistence_location ${folder}/`, `password_file ${passwords}`];
  writeFileSync(join(folder, 'mosquitto.conf'), `${shipped}\n${own.join('\n')}\n`);
  execFileSync('mosquitto_passwd', ['-b', '-c', passwords, username, password], { stdio: 'ignore' });
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', USER, folder]);
}
