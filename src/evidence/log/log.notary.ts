import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { LogKeys } from './log.keys.js';
import { type CheckpointRow, LogRepository } from './log.repository.js';
import { LogSequencer } from './log.sequencer.js';

/** Signs for the installation. */
export interface LogSigner {
  readonly origin: string;
  /** The text as a signed note of C2SP. */
  readonly sign: (text: string) => string;
}

/** How often, and how many times, it is looked whether everything entered has its place. */
const LOOK_MS = 250;
const MOST_LOOKS = 40;

/** What giving evidence away needs of the log: one head over all of it, and the office's signature. */
@Injectable()
export class LogNotary {
  constructor(
    private readonly repository: LogRepository,
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

  /** Signing throws LogKeyLost where the private half is not here. @throws NOT_FOUND before the first start is through */
  async signer(tx: Tx): Promise<LogSigner> {
    const origin = await this.keys.origin(tx);
    if (origin === undefined) throw PlatformErrors.NOT_FOUND();
    const key = await this.keys.current(tx, origin);
    return { origin, sign: (text) => this.keys.signText(text, [key]) };
  }
}
