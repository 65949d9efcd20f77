import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { parseCheckpoint } from '../../src/evidence/log/checkpoint.rules.js';
import { LogJournal } from '../../src/evidence/log/log.journal.js';
import { LogKeyRotation } from '../../src/evidence/log/log-key.rotation.js';
import { LogKeys, verifierOf } from '../../src/evidence/log/log.keys.js';
import { LogRepository } from '../../src/evidence/log/log.repository.js';
import { LogSequencer } from '../../src/evidence/log/log.sequencer.js';
import { LogTree } from '../../src/evidence/log/log.tree.js';
import { isSignedBy, parseNote } from '../../src/evidence/log/signed-note.rules.js';
import { Clock, createLogger, dataSourceOptions, Installation, KeyRing, UnitOfWork } from '../../src/platform/index.js';
import { TestDatabase } from './database.js';
import { merkleTreeHash } from './rfc9162.js';

/** One writer of the log, as an instance has it. */
export interface LogInstance {
  readonly journal: LogJournal;
  readonly sequencer: LogSequencer;
  readonly unitOfWork: UnitOfWork;
  readonly tree: LogTree;
  readonly keys: LogKeys;
  readonly rotation: LogKeyRotation;
}

/** The transparency log of an installation on a database of its own, with as many instances as a test wants. */
export class LogInstallation {
  readonly repository = new LogRepository();
  private readonly sources: DataSource[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly dataDir: string,
  ) {}

  static async create(): Promise<LogInstallation> {
    const database = await TestDatabase.create();
    return new LogInstallation(database, mkdtempSync(join(tmpdir(), 'skydocket-log-')));
  }

  /** The same installation with another state of its database. */
  over(database: TestDatabase): LogInstallation {
    return new LogInstallation(database, this.dataDir);
  }

  /** Nobody is connected to the database afterwards. */
  async disconnect(): Promise<void> {
    for (const source of this.sources.splice(0)) await source.destroy();
  }

  async instance(dataDir = this.dataDir): Promise<LogInstance> {
    const source = await new DataSource({
      ...dataSourceOptions(this.database.url, 8),
      migrationsRun: false,
    }).initialize();
    this.sources.push(source);
    const logger = createLogger('silent');
    const unitOfWork = new UnitOfWork(source, logger);
    const [clock, tree] = [new Clock(), new LogTree(this.repository)];
    const keys = new LogKeys(KeyRing.open(dataDir, undefined), this.repository, new Installation(), clock);
    const sequencer = new LogSequencer(unitOfWork, this.repository, tree, keys, clock, logger);
    const journal = new LogJournal(this.repository, sequencer, clock);
    const rotation = new LogKeyRotation(keys, this.repository, journal, unitOfWork);
    return { journal, sequencer, unitOfWork, tree, keys, rotation };
  }

  /** Reads everything back and holds it against the definition of the tree; the number of leaves. */
  async verify({ unitOfWork }: Pick<LogInstance, 'unitOfWork'>): Promise<number> {
    return unitOfWork.read(async (tx) => {
      const rows = await tx.query<{ index: string; leaf: Buffer }>(
        `SELECT l.index, e.leaf FROM log_leaf l JOIN log_entry e USING (leaf_hash) ORDER BY l.index`,
      );
      rows.forEach(({ index }, at) => {
        if (Number(index) !== at) throw new Error(`index ${index} in place ${at}`);
      });
      const leaves = rows.map(({ leaf }) => leaf);
      const keys = await this.repository.keys(tx);
      const heads = await tx.query<{ size: string; root: Buffer; note: string }>(
        `SELECT size, root, note FROM log_checkpoint ORDER BY size`,
      );
      for (const { size, root, note } of heads) {
        const signed = parseNote(note);
        const checkpoint = signed && parseCheckpoint(signed.text);
        if (!signed || checkpoint?.size !== Number(size) || !checkpoint.root.equals(root))
          throw new Error(`the note of ${size} says something else`);
        if (!keys.some((key) => isSignedBy(signed, verifierOf(key))))
          throw new Error(`the note of ${size} is not signed`);
        if (!merkleTreeHash(leaves.slice(0, Number(size))).equals(root))
          throw new Error(`the root of ${size} is wrong`);
      }
      if (Number(heads.at(-1)?.size ?? 0) !== leaves.length) throw new Error('leaves without a checkpoint');
      return leaves.length;
    });
  }

  async stop(): Promise<void> {
    await this.disconnect();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
