import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { SessionEvent } from '../events/session-event.js';
import type { Session } from '../sessions/session.repository.js';
import type { Names } from './event-words.rules.js';
import { RecordNames } from './record-names.js';
import { RecordRepository } from './record.repository.js';

/** What reports are drawn from: the events that somebody may read, and names for what they name. */
export interface Matter {
  readonly events: readonly SessionEvent[];
  readonly names: Names;
  /** The numbers of the others. */
  readonly withheld: readonly number[];
}

@Injectable()
export class RecordMatter {
  constructor(
    private readonly records: RecordRepository,
    private readonly names: RecordNames,
  ) {}

  async of(tx: Tx, { id, lastSeq }: Session, isReadable: (event: SessionEvent) => boolean): Promise<Matter> {
    const events: SessionEvent[] = [];
    const withheld: number[] = [];
    for await (const event of this.records.upTo(tx, id, lastSeq)) {
      if (isReadable(event)) events.push(event);
      else withheld.push(event.seq);
    }
    return { events, names: await this.names.of(tx, events), withheld };
  }
}
