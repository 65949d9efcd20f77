import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { LogKeys } from './log.keys.js';
import { type CheckpointRow, LogRepository } from './log.repository.js';
import { LogSequencer } from './log.sequencer.js';
import { type LogProofs, LogService } from './log.service.js';
import { LogTree } from './log.tree.js';
import { parseNote } from './signed-note.rules.js';

/** Signs for the installation. */
export interface LogSigner {
  readonly origin: string;
  /** The text as a signed note of C2SP. */
  readonly sign: (text: string) => string;
}

/** Who signs, as verifiers name the keys. */
export interface LogIdentity {
  readonly origin: string;
  readonly verifierKeys: readonly string[];
}

export interface LogAnchors {
  /** Names of witnesses. */
  readonly witnesses: readonly string[];
  /** What time-stamping authorities said, by their clocks. */
  readonly timestamps: readonly Date[];
}

/** How often, and how many times, it is looked whether everything entered has its place. */
const LOOK_MS = 250;
const MOST_LOOKS = 40;
/** Heads from which the export tells how the log grew: the last of each day. */
const MOST_OLDER_HEADS = 400;

/** What others need of the log to give evidence away: one head over all of it, proofs, papers, and the office's signature. */
@Injectable()
export class LogNotary {
  constructor(
    private readonly repository: LogRepository,
    private readonly log: LogService,
    private readonly tree: LogTree,
    private readonly keys: LogKeys,
    private readonly sequencer: LogSequencer,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The newest head, once every entry of these subjects lies under it; undefined where that does not come about. */
  async headOver(subjectIds: readonly string[]): Promise<CheckpointRow | undefined> {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      if (!(await this.unitOfWork.read((tx) => this.repository.isAnyWaiting(tx, subjectIds))))
        return this.unitOfWork.read((tx) => this.repository.latestCheckpoint(tx));
      await this.sequencer.catchUp();
      await wait(LOOK_MS);
    }
    return undefined;
  }

  async identity(): Promise<LogIdentity> {
    const { origin, keys } = await this.log.keys();
    return { origin, verifierKeys: keys.map(({ verifier }) => verifier) };
  }

  /** @throws LogKeyLost when it signs and the private half is not here */
  async signer(tx: Tx): Promise<LogSigner> {
    const origin = await this.keys.origin(tx);
    if (origin === undefined) throw PlatformErrors.NOT_FOUND();
    const key = await this.keys.current(tx, origin);
    return { origin, sign: (text) => this.keys.signText(text, [key]) };
  }

  /** Who else has signed or stamped the head. */
  anchorsOf({ note }: CheckpointRow): LogAnchors {
    const parsed = parseNote(note);
    const [origin] = parsed?.text.split('\n') ?? [];
    const names = parsed?.signatures.map(({ name }) => name) ?? [];
    return { witnesses: names.filter((name) => name !== origin), timestamps: [] };
  }

  /** Proofs as they stand in a file: bytes in base64. */
  spell({ entries, waiting }: LogProofs) {
    return {
      entries: entries.map(({ kind, leaf, salt, index, size, inclusion }) => ({
        kind,
        leaf: leaf.toString('base64'),
        salt: salt.toString('base64'),
        index,
        size,
        inclusion: inclusion.map((hash) => hash.toString('base64')),
      })),
      waiting,
    };
  }

  /** The head, the keys, and how the log grew to it: files by their names. */
  async papersOf({ size, note }: CheckpointRow): Promise<[name: string, content: string][]> {
    const keys = await this.log.keys();
    const proofs = await this.unitOfWork.read(async (tx) => {
      const older = await this.repository.lastSizesOfDays(tx, size, MOST_OLDER_HEADS);
      const grown: { from: number; proof: string[] }[] = [];
      for (const from of older)
        grown.push({
          from,
          proof: (await this.tree.consistency(tx, from, size)).map((hash) => hash.toString('base64')),
        });
      return grown;
    });
    return [
      ['checkpoint.txt', note],
      ['keys.json', json(keys)],
      ['consistency.json', json({ to: size, proofs })],
    ];
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
