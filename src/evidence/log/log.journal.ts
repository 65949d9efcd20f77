import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '../../platform/index.js';
import { type LogFact, leafOf, SALT_BYTES } from './leaf.rules.js';
import { LogRepository } from './log.repository.js';
import { LogSequencer } from './log.sequencer.js';

/** Enters facts into the transparency log, in the transaction that makes them true. Their places follow within seconds. */
@Injectable()
export class LogJournal {
  constructor(
    private readonly repository: LogRepository,
    private readonly sequencer: LogSequencer,
    private readonly clock: Clock,
  ) {}

  /** @throws TypeError where the content is not plain JSON, RangeError where it is too long */
  async enter(tx: Tx, fact: LogFact): Promise<void> {
    const { kind, subjectId } = fact;
    const [id, salt, enteredAt] = [newId(), randomBytes(SALT_BYTES), this.clock.now()];
    const leaf = leafOf({ ...fact, id, enteredAt }, salt);
    tx.lastly(this.repository.insertEntry(tx, { id, kind, subjectId, salt, leaf, enteredAt }));
    tx.afterCommit(() => this.sequencer.wake());
  }
}
