import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { stored, UnitOfWork } from '../../platform/index.js';
import type { SessionEvent } from '../events/session-event.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { type RecordFile, recordFileOf } from './record-file.rules.js';
import { RecordRepository } from './record.repository.js';

export interface ClosedRecord {
  readonly caseId: string;
  readonly title: string;
  readonly closing: SessionEvent;
  readonly file: RecordFile;
  readonly bytes: Buffer;
}

/** Draws up the record of a session as it was when it was closed: from the record alone, so that it is the same each time. */
@Injectable()
export class RecordSource {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly records: RecordRepository,
    private readonly cases: CasesService,
  ) {}

  async at(sessionId: string, closedSeq: number): Promise<ClosedRecord> {
    const { session, number, events } = await this.read(sessionId, closedSeq);
    const closing = events.at(-1);
    if (closing?.seq !== closedSeq || closing.type !== 'session.close')
      throw new Error(`session ${sessionId} was not closed by ${closedSeq}`);
    const { id, caseId, title, kind } = session;
    const file = recordFileOf({ id, caseId, caseNumber: number, title, kind }, events);
    return { caseId, title, closing, file, bytes: await stored({ ...file.files }) };
  }

  private async read(sessionId: string, closedSeq: number) {
    return this.unitOfWork.read(async (tx) => {
      const session = await this.sessions.find(tx, sessionId);
      if (!session) throw new Error(`no session ${sessionId}`);
      const events: SessionEvent[] = [];
      for await (const event of this.records.upTo(tx, sessionId, closedSeq)) events.push(event);
      return { session, number: (await this.cases.find(tx, session.caseId))?.number ?? null, events };
    });
  }
}
