import { Injectable } from '@nestjs/common';
import { EvidenceService, HandedIn, type Receipt } from '../../evidence/index.js';
import { type Actor, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { personOf, type SessionEvent } from '../events/session-event.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { type ClosedRecord, RecordSource } from './record-source.js';
import { SessionRecordRepository } from './session-record.repository.js';

/** Makes the record of a closed session evidence of its case: one item for each time it was closed. */
@Injectable()
export class RecordPreservation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly source: RecordSource,
    private readonly handedIn: HandedIn,
    private readonly evidence: EvidenceService,
    private readonly sessions: SessionRepository,
    private readonly kept: SessionRecordRepository,
  ) {}

  /**
   * The bytes first, durable; then item, link and our own line in one transaction. Done already, it does nothing.
   * @param hold binds the transaction to whoever runs this
   */
  async preserve(sessionId: string, closedSeq: number, hold: (tx: Tx) => Promise<void>): Promise<void> {
    const before = await this.unitOfWork.read((tx) => this.kept.find(tx, sessionId, closedSeq));
    if (before) return;
    const record = await this.source.at(sessionId, closedSeq);
    const fileName = `session-${sessionId}-${closedSeq}.zip`;
    const receipt = await this.handedIn.prepareOwn(
      { bytes: record.bytes, fileName },
      { kind: 'session_record', caseId: record.caseId, title: titleOf(record) },
    );
    await this.unitOfWork.run(closerOf(record.closing), async (tx) => {
      await hold(tx);
      await this.enter(tx, record, receipt);
    });
  }

  /** Under the session's lock: of two runs the second finds the line of the first. */
  private async enter(tx: Tx, { title, closing, file }: ClosedRecord, receipt: Receipt): Promise<void> {
    const { sessionId, seq: closedSeq, recordedAt: closedAt } = closing;
    await this.sessions.lock(tx, sessionId);
    if (await this.kept.find(tx, sessionId, closedSeq)) return;
    const { id: evidenceId, sha256 } = await this.handedIn.enter(tx, receipt);
    const { events, withheld, head } = file;
    const preservedAt = receipt.arrival.receivedAt;
    await this.kept.insert(tx, { sessionId, closedSeq, evidenceId, sha256, events, withheld, preservedAt });
    const snapshot = { title, closedSeq, closedAt, events, withheld, head, manifest: closing.payload['manifest'] };
    await this.evidence.link(tx, evidenceId, 'session', sessionId, snapshot);
  }
}

/** Whoever closed the session, as they were then: the item comes in by that deed, also when their account has ended since. */
function closerOf({ actor }: SessionEvent): Actor {
  const person = personOf(actor);
  if (!person) return SYSTEM;
  const { userId: id, name, unitId, unitName, tier } = person;
  return { kind: 'user', id, name, snapshot: { displayName: name, unitId, unitName, tier } };
}

function titleOf({ title, closing, file }: ClosedRecord): string {
  const figures = `第 1 至 ${closing.seq} 条 events 1 to ${closing.seq}`;
  const withheld = file.withheld > 0 ? `；其中 ${file.withheld} 条仅存散列 ${file.withheld} by hash alone` : '';
  return `指挥会话记录 Record of a command session（${title.slice(0, 100)}）；${figures}${withheld}`;
}
