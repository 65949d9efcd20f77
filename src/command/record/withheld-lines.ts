import { Injectable } from '@nestjs/common';
import { asUser } from '../../identity/index.js';
import { type Actor, type ServedFile, servedBytes, UnitOfWork } from '../../platform/index.js';
import { viewerOf } from '../events/session-event.js';
import { SessionReader } from '../sessions/session-reader.js';
import { isForAll, openLine } from './record-file.rules.js';
import { RecordRepository } from './record.repository.js';
import { SessionRecordRepository } from './session-record.repository.js';
import { reads } from './timeline.service.js';

/** What the item in the case file keeps back, for each reader as far as the session shows it to them. */
@Injectable()
export class WithheldLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly records: RecordRepository,
    private readonly kept: SessionRecordRepository,
  ) {}

  /** Up to the last closing; of a session that was never closed, all of them. @throws NOT_FOUND */
  async of(actor: Actor, sessionId: string): Promise<ServedFile> {
    const viewer = viewerOf(asUser(actor));
    const lines: string[] = [];
    const last = await this.unitOfWork.read(async (tx) => {
      const { lastSeq } = await this.sessions.requireVisible(tx, actor, sessionId);
      const [latest] = await this.kept.ofSession(tx, sessionId);
      const upTo = latest?.closedSeq ?? lastSeq;
      for await (const event of this.records.upTo(tx, sessionId, upTo))
        if (!isForAll(event) && reads(viewer, event)) lines.push(`${openLine(event)}\n`);
      return upTo;
    });
    const bytes = Buffer.from(lines.join(''), 'utf8');
    return servedBytes(bytes, 'application/x-ndjson', `session-${sessionId}-${last}-withheld.ndjson`);
  }
}
