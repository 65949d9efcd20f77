import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';

export type RecheckOccasion = 'telemetry' | 'preview';

export interface Recheck {
  readonly itemId: string;
  readonly occasion: RecheckOccasion;
}

/** The only SQL on items that wait to be checked again. */
@Injectable()
export class RecheckRepository {
  /** An item waits once: until the later of two times, and for its track before anything else. */
  async plan(tx: Tx, itemId: string, occasion: RecheckOccasion, dueAt: Date): Promise<void> {
    await tx.execute(`INSERT INTO evidence_recheck (item_id, due_at, occasion) VALUES ($1, $2, $3) ${WAIT_ONCE}`, [
      itemId,
      dueAt,
      occasion,
    ]);
  }

  /** Every item of the device that says it was taken in the period. How many. */
  async planOfDevice(tx: Tx, deviceId: string, { from, to }: Period, dueAt: Date): Promise<number> {
    return tx.execute(
      `INSERT INTO evidence_recheck (item_id, due_at, occasion)
       SELECT id, $4, 'telemetry' FROM evidence_item
       WHERE device_id = $1 AND captured_at >= $2 AND captured_at <= $3 ORDER BY id ${WAIT_ONCE}`,
      [deviceId, from, to, dueAt],
    );
  }

  /** The next that is due, taken off the list: nobody else takes it while the transaction lasts. */
  async take(tx: Tx, now: Date): Promise<Recheck | undefined> {
    return tx.queryOne<Recheck>(
      `DELETE FROM evidence_recheck WHERE item_id = (
         SELECT item_id FROM evidence_recheck WHERE due_at <= $1 ORDER BY due_at, item_id
         FOR UPDATE SKIP LOCKED LIMIT 1)
       RETURNING item_id AS "itemId", occasion`,
      [now],
    );
  }

  /** One that failed waits longer each time, and holds up nobody. */
  async postpone(tx: Tx, itemId: string, now: Date): Promise<void> {
    await tx.execute(
      `UPDATE evidence_recheck SET failures = failures + 1,
         due_at = $2::timestamptz + interval '1 minute' * least(1440, 2 ^ least(failures, 11)) WHERE item_id = $1`,
      [itemId, now],
    );
  }
}

const WAIT_ONCE = `
  ON CONFLICT ON CONSTRAINT pk_evidence_recheck DO UPDATE SET due_at = greatest(evidence_recheck.due_at, excluded.due_at),
    occasion = CASE WHEN evidence_recheck.occasion = 'telemetry' THEN 'telemetry' ELSE excluded.occasion END`;
