import { Injectable } from '@nestjs/common';
import { AuditTrail, Outbox, type Tx } from '../platform/index.js';
import { CustodyLog } from './custody/custody-log.js';
import type { CustodyEventKind } from './evidence.codes.js';
import type { EvidenceEvent } from './evidence.events.js';

export interface JournalEntry {
  readonly itemId: string;
  /** Verb in the audit, such as `evidence.receive`. */
  readonly action: string;
  readonly custody: Exclude<CustodyEventKind, 'viewed'>;
  /** Type of the fact in the outbox, see EvidenceEvents. */
  readonly fact: EvidenceEvent;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What else happened, in words of the case: for those who may see the item, not for those who read the audit. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** The item's own custody log, the audit, and the news for others: in the transaction that does it. */
@Injectable()
export class EvidenceJournal {
  constructor(
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly custody: CustodyLog,
  ) {}

  async record(tx: Tx, { itemId, action, custody, fact, payload, content }: JournalEntry): Promise<void> {
    await this.custody.record(tx, itemId, custody, { ...payload, ...content });
    await this.audit.record(tx, { action, subject: { kind: 'evidence', id: itemId }, details: payload });
    await this.outbox.record(tx, { type: fact, aggregate: `evidence:${itemId}`, payload: { ...payload, ...content } });
  }
}
