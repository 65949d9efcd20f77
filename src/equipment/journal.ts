import { Injectable } from '@nestjs/common';
import type { EquipmentEvent } from './equipment.events.js';
import { AuditTrail, Outbox, type Tx } from '../platform/index.js';

export interface Entry {
  /** Verb in the audit, such as `equipment.checkOut`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly event: EquipmentEvent;
  readonly aggregate: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** For the audit alone, beside the payload. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Who did it, for the audit, and what happened, for others: both in the transaction that does it. */
@Injectable()
export class Journal {
  constructor(
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
  ) {}

  async record(tx: Tx, entry: Entry): Promise<void> {
    await this.recordAll(tx, [entry]);
  }

  /** Many at once, in their order. */
  async recordAll(tx: Tx, entries: readonly Entry[]): Promise<void> {
    await this.audit.recordAll(
      tx,
      entries.map(({ action, subject, payload, details }) => ({
        action,
        subject,
        details: { ...payload, ...details },
      })),
    );
    await this.outbox.recordAll(
      tx,
      entries.map(({ event, aggregate, payload }) => ({ type: event, aggregate, payload })),
    );
  }
}
