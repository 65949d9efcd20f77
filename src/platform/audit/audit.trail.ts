import { Injectable } from '@nestjs/common';
import type { Actor } from '../actor.js';
import { Clock } from '../clock/index.js';
import { Tx, UnitOfWork } from '../database/index.js';
import { newId } from '../ids/index.js';

export interface AuditRecord {
  /** Feature and verb, such as `equipment.checkOut`. */
  readonly action: string;
  /** The kind is absent where only the id is known. */
  readonly subject?: { readonly kind?: string; readonly id: string };
  readonly details?: Readonly<Record<string, unknown>>;
}

const INSERT = `
  INSERT INTO audit_entry
    (id, at, actor_kind, actor_id, actor, action, outcome, subject_kind, subject_id, details, request_id)
  SELECT entry.id, $1::timestamptz, $2, $3, $4::jsonb, entry.action, $5, entry.subject_kind, entry.subject_id,
    entry.details::jsonb, $6
  FROM unnest($7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[])
    AS entry (id, action, subject_kind, subject_id, details)`;

/** Append-only record of who did what, written in the transaction that does it. The database refuses changes. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async record(tx: Tx, record: AuditRecord): Promise<void> {
    tx.lastly(this.insert(tx, [record], 'done'));
  }

  /** Many at once, in their order. */
  async recordAll(tx: Tx, records: readonly AuditRecord[]): Promise<void> {
    if (records.length > 0) tx.lastly(this.insert(tx, records, 'done'));
  }

  /** A refusal has no transaction of its own work, so it gets one. */
  async recordRefusal(actor: Actor, record: AuditRecord): Promise<void> {
    await this.unitOfWork.apart(actor, (tx) => this.insert(tx, [record], 'refused'));
  }

  private async insert(tx: Tx, records: readonly AuditRecord[], outcome: 'done' | 'refused'): Promise<void> {
    const { kind, id, name, snapshot, requestId } = tx.actor;
    await tx.prepared('platform.audit', INSERT, [
      this.clock.now(),
      kind,
      id,
      { ...snapshot, name },
      outcome,
      requestId ?? null,
      records.map(() => newId()),
      records.map(({ action }) => action),
      records.map(({ subject }) => subject?.kind ?? null),
      records.map(({ subject }) => subject?.id ?? null),
      records.map(({ details }) => JSON.stringify(details ?? {})),
    ]);
  }
}
