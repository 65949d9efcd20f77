import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { asUser, giveTo } from './as-user.js';
import { freePort } from './free-port.js';

const USER = 'postgres';

/** Debian's PostgreSQL with its own settings for durability, started and stopped by `pg_ctl`. */
export class DebianPostgres {
  private constructor(
    private readonly bin: string,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(bin: string, workDir: string): Promise<DebianPostgres> {
    const folder = join(workDir, 'debian-postgres');
    mkdirSync(folder);
    giveTo(USER, folder);
    const server = new DebianPostgres(bin, folder, await freePort());
    server.run('initdb', '-D', join(folder, 'data'), '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8');
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `postgres://${process.getuid?.() === 0 ? USER : process.env['USER']}@127.0.0.1:${this.port}/postgres`;
  }

  /** As a crash: nothing is written that was not on the disk already. */
  stopAtOnce(): void {
    this.run('pg_ctl', '-D', join(this.folder, 'data'), '-m', 'immediate', '-w', 'stop');
  }

  async startAgain(): Promise<void> {
    const settings = `-p ${this.port} -k ${this.folder} -h 127.0.0.1`;
    const args = ['-D', join(this.folder, 'data'), '-l', join(this.folder, 'log'), '-o', settings, '-w', 'start'];
    const [program, rest] = asUser(USER, [join(this.bin, 'pg_ctl'), ...args]);
    const child = spawn(program, rest, { stdio: 'ignore' });
    const code = await new Promise((done) => child.once('exit', done));
    if (code !== 0) throw new Error(`PostgreSQL did not start; see ${join(this.folder, 'log')}`);
  }

  end(): void {
    this.run('pg_ctl', '-D', join(this.folder, 'data'), '-m', 'fast', '-w', 'stop');
  }

  private run(program: string, ...args: string[]): void {
    const [command, rest] = asUser(USER, [join(this.bin, program), ...args]);
    execFileSync(command, rest, { stdio: 'ignore' });
  }
}
