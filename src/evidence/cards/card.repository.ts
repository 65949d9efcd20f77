import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import { CardFile, CardIntake } from './card-intake.entity.js';

/** A receipt as it is written; its place in the order comes by itself. */
export type CardReceipt = Omit<CardFile, 'sequence'>;

/** A card as the items that came with it show it. */
export interface CardOfItem extends Pick<CardIntake, 'handedInBy' | 'openedAt'> {
  readonly intakeId: string;
  readonly path: string;
}

export interface CardCounts {
  readonly kept: number;
  readonly refused: number;
}

/** The only SQL on intakes of cards and their receipts. */
@Injectable()
export class CardRepository {
  async insert(tx: Tx, intake: CardIntake): Promise<void> {
    await tx.repository(CardIntake).insert(intake);
  }

  async find(tx: Tx, id: string): Promise<CardIntake | null> {
    return tx.repository(CardIntake).findOneBy({ id });
  }

  /** Nobody closes it, or puts in another file, until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<CardIntake | null> {
    return tx.repository(CardIntake).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async update(tx: Tx, id: string, change: Partial<CardIntake>): Promise<void> {
    await tx.repository(CardIntake).update({ id }, change);
  }

  async receiptOf(tx: Tx, intakeId: string, path: string): Promise<CardFile | null> {
    return tx.repository(CardFile).findOneBy({ intakeId, path });
  }

  /** A refusal gives way to whatever comes later under the same path; a kept file never does. False then. */
  async receive(tx: Tx, receipt: CardReceipt): Promise<boolean> {
    const { intakeId, path, state, itemId, sha256, sm3, sizeBytes, code, receivedAt } = receipt;
    const written = await tx.execute(
      `INSERT INTO evidence_intake_file AS f
         (intake_id, path, state, item_id, sha256, sm3, size_bytes, code, received_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (intake_id, path) DO UPDATE SET state = excluded.state, item_id = excluded.item_id,
         sha256 = excluded.sha256, sm3 = excluded.sm3, size_bytes = excluded.size_bytes, code = excluded.code,
         received_at = excluded.received_at
       WHERE f.state = 'refused'`,
      [intakeId, path, state, itemId, sha256, sm3, sizeBytes, code, receivedAt],
    );
    return written > 0;
  }

  async counts(tx: Tx, intakeId: string): Promise<CardCounts> {
    const row = await tx.queryOne<{ kept: string; refused: string }>(
      `SELECT count(*) FILTER (WHERE state = 'kept') AS kept, count(*) FILTER (WHERE state = 'refused') AS refused
       FROM evidence_intake_file WHERE intake_id = $1`,
      [intakeId],
    );
    return { kept: Number(row?.kept ?? 0), refused: Number(row?.refused ?? 0) };
  }

  /** In the order in which they came. */
  async files(tx: Tx, intakeId: string, after: number, limit: number): Promise<CardFile[]> {
    return tx
      .repository(CardFile)
      .find({ where: { intakeId, sequence: MoreThan(after) }, order: { sequence: 'ASC' }, take: limit });
  }

  /** The card that an item came with; null where it came by itself. */
  async cardOf(tx: Tx, itemId: string): Promise<CardOfItem | null> {
    const row = await tx.queryOne<CardOfItem>(
      `SELECT c.id AS "intakeId", f.path, c.handed_in_by AS "handedInBy", c.opened_at AS "openedAt"
       FROM evidence_intake_file f JOIN evidence_intake c ON c.id = f.intake_id
       WHERE f.item_id = $1 ORDER BY f.sequence LIMIT 1`,
      [itemId],
    );
    return row ?? null;
  }

  async pathsReceived(tx: Tx, intakeId: string): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ path: string }>(`SELECT path FROM evidence_intake_file WHERE intake_id = $1`, [
      intakeId,
    ]);
    return new Set(rows.map(({ path }) => path));
  }
}
