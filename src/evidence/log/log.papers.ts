import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../../platform/index.js';
import { type CheckpointRow, LogRepository } from './log.repository.js';
import { LogService, type LogProofs } from './log.service.js';
import { type HiddenValues, type Opened, openingsOf } from './openings.rules.js';
import { LogTree } from './log.tree.js';
import { type StampedHead, TimestampFiles } from './timestamps/timestamp.files.js';
import type { TimestampRow } from './timestamps/timestamp.repository.js';
import { LogWitnesses } from './witnesses/log-witnesses.js';

/** Who signs, as verifiers name the keys. */
export interface LogIdentity {
  readonly origin: string;
  readonly verifierKeys: readonly string[];
}

/** Heads from which it is told how the log grew: the last of each day. */
const MOST_OLDER_HEADS = 400;

/** The log as files, for those who check it without us. */
@Injectable()
export class LogPapers {
  constructor(
    private readonly log: LogService,
    private readonly repository: LogRepository,
    private readonly tree: LogTree,
    private readonly witnesses: LogWitnesses,
    private readonly timestamps: TimestampFiles,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async identity(): Promise<LogIdentity> {
    const { origin, keys } = await this.log.keys();
    return { origin, verifierKeys: keys.map(({ verifier }) => verifier) };
  }

  /** Names of those who have vouched for the log, not necessarily for its newest head. */
  async witnessNames(tx: Tx): Promise<string[]> {
    return (await this.witnesses.latest(tx)).map(({ name }) => name);
  }

  /** When an authority says that the log was how large, as far as one was asked; undefined where none was. */
  async timeOf(tx: Tx): Promise<TimestampRow | undefined> {
    return this.timestamps.newest(tx);
  }

  /**
   * Files by their names: the head, the newest one that others vouch for, the keys, the time stamps that cover the entries
   * and the head, and how the log grew to the head.
   * @param indexes places of the entries that are told of
   */
  async of(checkpoint: CheckpointRow, indexes: readonly number[]): Promise<[name: string, content: string | Buffer][]> {
    const keys = await this.log.keys();
    return this.unitOfWork.read(async (tx) => {
      const witnessed = await this.witnessedBefore(tx, checkpoint);
      const stamps = await this.timestamps.covering(tx, indexes, checkpoint.size);
      const days = await this.repository.lastSizesOfDays(tx, checkpoint.size, MOST_OLDER_HEADS);
      const vouched = [...(witnessed ? [witnessed.size] : []), ...stamps.map(({ row }) => row.size)];
      const sizes = [...new Set([...days, ...vouched])].filter((size) => size > 0 && size < checkpoint.size);
      return [
        ['checkpoint.txt', await this.witnesses.noteOf(tx, checkpoint)],
        ...(witnessed ? [['witnessed.txt', await this.witnesses.noteOf(tx, witnessed)] as [string, string]] : []),
        ...stamps.flatMap(stampFiles),
        ['keys.json', json(keys)],
        ['consistency.json', json({ to: checkpoint.size, proofs: await this.growth(tx, sizes, checkpoint.size) })],
      ];
    });
  }

  private async witnessedBefore(tx: Tx, { size }: CheckpointRow): Promise<CheckpointRow | undefined> {
    const [latest] = await this.witnesses.latest(tx);
    return latest && latest.size < size ? this.repository.checkpoint(tx, latest.size) : undefined;
  }

  private async growth(tx: Tx, sizes: readonly number[], to: number): Promise<{ from: number; proof: string[] }[]> {
    const proofs: { from: number; proof: string[] }[] = [];
    for (const from of sizes) proofs.push({ from, proof: spell(await this.tree.consistency(tx, from, to)) });
    return proofs;
  }
}

/** The answer, and what it is over: `openssl ts -verify` takes the two. */
function stampFiles({ row, stamped }: StampedHead): [name: string, content: Buffer][] {
  const name = `timestamps/${row.size}`;
  return [
    [`${name}.tsr`, row.answer],
    [`${name}.checkpoint.txt`, stamped],
  ];
}

/**
 * Proofs as they stand in a file: bytes in base64.
 * @param known what the reader knows of what entries hide: only that is opened
 */
export function spellProofs({ entries, waiting }: LogProofs, known: HiddenValues) {
  return {
    entries: entries.map(({ kind, leaf, salt, index, size, inclusion }) => ({
      kind,
      leaf: leaf.toString('base64'),
      ...spellOpenings(openingsOf({ leaf, salt }, known)),
      index,
      size,
      inclusion: spell(inclusion),
    })),
    waiting: waiting.length,
  };
}

/** Of an older entry one salt for all; of others one a value. */
function spellOpenings({ salt, openings }: Opened) {
  const named = Object.entries(openings);
  return {
    ...(salt && { salt: salt.toString('base64') }),
    salts: Object.fromEntries(named.map(([name, opening]) => [name, opening.salt.toString('base64')])),
    disclosed: Object.fromEntries(named.map(([name, { value }]) => [name, value])),
  };
}

function spell(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('base64'));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
