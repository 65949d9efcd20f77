import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { DeliveryFault, DeliveryState, OutwardChannel } from './reach.codes.js';
import type { Contact } from './reach.rules.js';

export interface Delivery {
  readonly id: string;
  readonly userId: string;
  readonly channel: OutwardChannel;
  readonly code: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly occasion: string;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly lastFault: DeliveryFault | null;
  readonly queuedAt: Date;
  readonly endedAt: Date | null;
}

export type PersonContact = Contact & { readonly userId: string };

const COLUMNS = `
  id, user_id AS "userId", channel, code, subject_kind AS "subjectKind", subject_id AS "subjectId", occasion, state, tries,
  last_fault AS "lastFault", queued_at AS "queuedAt", ended_at AS "endedAt"`;

/** The only SQL on people's contacts and on what was sent to them. */
@Injectable()
export class ReachRepository {
  async contactsOf(tx: Tx, userIds: readonly string[]): Promise<PersonContact[]> {
    return tx.query<PersonContact>(
      `SELECT user_id AS "userId", mobile, email FROM person_contact WHERE user_id = ANY ($1::uuid[])`,
      [userIds],
    );
  }

  async saveContact(tx: Tx, { userId, mobile, email }: PersonContact, by: string, now: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO person_contact (user_id, mobile, email, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (user_id) DO UPDATE SET mobile = $2, email = $3, updated_by = $4, updated_at = $5`,
      [userId, mobile, email, by, now],
    );
  }

  /** False when the person was told of this occasion before. */
  async add(tx: Tx, delivery: Delivery): Promise<boolean> {
    const row = await tx.queryOne(
      `INSERT INTO delivery (id, user_id, channel, code, subject_kind, subject_id, occasion, state, tries, last_fault,
         queued_at, ended_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (user_id, channel, code, occasion) DO NOTHING RETURNING id`,
      [
        delivery.id,
        delivery.userId,
        delivery.channel,
        delivery.code,
        delivery.subjectKind,
        delivery.subjectId,
        delivery.occasion,
        delivery.state,
        delivery.tries,
        delivery.lastFault,
        delivery.queuedAt,
        delivery.endedAt,
      ],
    );
    return row !== undefined;
  }

  async find(tx: Tx, id: string): Promise<Delivery | undefined> {
    return tx.queryOne<Delivery>(`SELECT ${COLUMNS} FROM delivery WHERE id = $1`, [id]);
  }

  /** How a try went; one that is not queued any more stays as it is, but what was sent meanwhile was sent. */
  async note(
    tx: Tx,
    id: string,
    { state, fault, isTry }: { readonly state: DeliveryState; readonly fault?: DeliveryFault; readonly isTry: boolean },
    now: Date,
  ): Promise<void> {
    await tx.execute(
      `UPDATE delivery SET state = $2, tries = tries + $3, last_fault = coalesce($4, last_fault), ended_at = $5
       WHERE id = $1 AND (state = 'queued' OR ($2 = 'sent' AND state = 'failed' AND last_fault = 'TOO_LATE'))`,
      [id, state, isTry ? 1 : 0, fault ?? null, state === 'queued' ? null : now],
    );
  }

  /** Ends as too late what is still queued of these codes about a subject. */
  async endQueued(
    tx: Tx,
    { kind, id }: { readonly kind: string; readonly id: string },
    codes: readonly string[],
    now: Date,
  ): Promise<void> {
    await tx.execute(
      `UPDATE delivery SET state = 'failed', last_fault = 'TOO_LATE', ended_at = $4
       WHERE state = 'queued' AND subject_id = $2 AND subject_kind = $1 AND code = ANY ($3)`,
      [kind, id, codes, now],
    );
  }
}
