import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { LogJournal } from '../../src/evidence/log/log.journal.js';
import { LogKeys } from '../../src/evidence/log/log.keys.js';
import { LogRepository } from '../../src/evidence/log/log.repository.js';
import { LogSequencer } from '../../src/evidence/log/log.sequencer.js';
import { LogTree } from '../../src/evidence/log/log.tree.js';
import {
  Clock,
  createLogger,
  dataSourceOptions,
  EmbeddedPostgres,
  Installation,
  KeyRing,
  newId,
  SYSTEM,
  UnitOfWork,
} from '../../src/platform/index.js';
import { type BenchmarkOptions, printHead, printRow, spread } from '../bench.types.js';

const SMALL = 1_000;
const APPENDS = 200;
const WARM_UP = 30;

/** One entry at a time, from the transaction that enters it to the signed head, in a small log and in a large one. */
export async function measureLogGrowth({ quick }: BenchmarkOptions): Promise<Readonly<Record<string, number>>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-bench-log-'));
  const server = await EmbeddedPostgres.start({ dataDir, port: 0, settings: [] });
  try {
    const sizes = { small: SMALL, large: quick ? 100_000 : 1_000_000 };
    printHead();
    const small = await LogOfSize.make(server, dataDir, sizes.small);
    const large = await LogOfSize.make(server, dataDir, sizes.large);
    // In turns, so that whatever else the machine does falls on both.
    for (let at = 0; at < WARM_UP + APPENDS; at += 1) for (const log of [small, large]) await log.append(at >= WARM_UP);
    for (const log of [small, large]) printRow(`append at ${log.size}`, spread(log.timesMs), 'ms');
    await Promise.all([small.close(), large.close()]);
    return { logAppendGrowth: spread(large.timesMs).median / spread(small.timesMs).median };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

class LogOfSize {
  readonly timesMs: number[] = [];

  private constructor(
    readonly size: number,
    private readonly source: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: LogJournal,
    private readonly sequencer: LogSequencer,
  ) {}

  static async make(server: EmbeddedPostgres, dataDir: string, size: number): Promise<LogOfSize> {
    const name = `log_${size}`;
    const admin = await new DataSource(dataSourceOptions(server.urlOf('postgres'), 2)).initialize();
    await admin.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
    await admin.destroy();
    const source = await new DataSource(dataSourceOptions(server.urlOf(name), 4)).initialize();
    await source.query(`INSERT INTO installation (id, mode, created_at) VALUES ($1, 'production', now())`, [newId()]);
    const logger = createLogger('warn');
    const unitOfWork = new UnitOfWork(source, logger);
    const [clock, repository] = [new Clock(), new LogRepository()];
    const tree = new LogTree(repository);
    const keys = new LogKeys(KeyRing.open(join(dataDir, name), undefined), repository, new Installation(), clock);
    const sequencer = new LogSequencer(unitOfWork, repository, tree, keys, clock, logger);
    await fill(source, size);
    await unitOfWork.run(SYSTEM, async (tx) => {
      const origin = (await keys.origin(tx)) ?? '';
      const key = await keys.current(tx, origin);
      const root = await tree.root(tx, size);
      const note = keys.sign({ origin, size, root }, [key]);
      await repository.insertCheckpoint(tx, { size, root, note, keyNumber: key.number, signedAt: clock.now() });
    });
    return new LogOfSize(size, source, unitOfWork, new LogJournal(repository, sequencer, clock), sequencer);
  }

  async append(isCounted: boolean): Promise<void> {
    const began = performance.now();
    const content = { sha256: 'a'.repeat(64), sm3: 'b'.repeat(64), sizeBytes: 1 };
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.journal.enter(tx, { kind: 'preserved', subjectId: newId(), content }),
    );
    await this.sequencer.catchUp();
    if (isCounted) this.timesMs.push(performance.now() - began);
  }

  async close(): Promise<void> {
    await this.sequencer.beforeApplicationShutdown();
    await this.source.destroy();
  }
}

/** Entries, leaves and every head of the tree with their real hashes, by the database itself. */
async function fill(source: DataSource, size: number): Promise<void> {
  const runner = source.createQueryRunner();
  await runner.query(`SET session_replication_role = replica`);
  await runner.query(
    `INSERT INTO log_entry (id, kind, subject_id, salt, leaf, entered_at)
     SELECT md5('i' || n)::uuid, 'preserved', md5('s' || n)::uuid, sha256('salt'), convert_to('leaf ' || n, 'UTF8'), now()
     FROM generate_series(0, $1::bigint - 1) n`,
    [size],
  );
  await runner.query(
    `INSERT INTO log_leaf (index, leaf_hash)
     SELECT n, sha256('\\x00'::bytea || convert_to('leaf ' || n, 'UTF8')) FROM generate_series(0, $1::bigint - 1) n`,
    [size],
  );
  for (let level = 1; 2 ** level <= size; level += 1) {
    const below =
      level === 1
        ? `SELECT index, leaf_hash AS hash FROM log_leaf`
        : `SELECT index, hash FROM log_node WHERE level = ${level - 1}`;
    await runner.query(
      `INSERT INTO log_node (level, index, hash)
       SELECT ${level}, l.index / 2, sha256('\\x01'::bytea || l.hash || r.hash)
       FROM (${below}) l JOIN (${below}) r ON r.index = l.index + 1 WHERE l.index % 2 = 0`,
    );
  }
  await runner.query(`SET session_replication_role = origin`);
  await runner.query(`VACUUM ANALYZE log_entry`);
  await runner.query(`VACUUM ANALYZE log_leaf`);
  await runner.query(`VACUUM ANALYZE log_node`);
  await runner.release();
}
