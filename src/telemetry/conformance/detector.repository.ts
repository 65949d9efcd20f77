import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

@Injectable()
export class DetectorRepository {
  /** Says that this instance lives, by the clock of the database, and gives all that do. */
  async beat(tx: Tx, id: string): Promise<string[]> {
    await tx.execute(
      `INSERT INTO detector_instance (id, heard_at) VALUES ($1, now())
       ON CONFLICT (id) DO UPDATE SET heard_at = now()`,
      [id],
    );
    await tx.execute(`DELETE FROM detector_instance WHERE heard_at < now() - interval '1 minute'`);
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM detector_instance WHERE heard_at > now() - interval '6 seconds' ORDER BY id`,
    );
    return rows.map((row) => row.id);
  }

  async leave(tx: Tx, id: string): Promise<void> {
    await tx.execute(`DELETE FROM detector_instance WHERE id = $1`, [id]);
  }
}
