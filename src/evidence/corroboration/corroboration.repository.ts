import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { withheld } from './corroboration.rules.js';
import { CorroborationRun } from './corroboration.entity.js';

/** The only SQL on runs. */
@Injectable()
export class CorroborationRepository {
  /** The newest is also noted where a search finds it, whichever of two at once comes last. */
  async insert(tx: Tx, run: CorroborationRun): Promise<void> {
    await tx.repository(CorroborationRun).insert(run);
    const { verdict } = withheld(run.result, { zone: null });
    await tx.execute(
      `INSERT INTO evidence_verdict (item_id, run_id, verdict, withheld_verdict) VALUES ($1, $2, $3, $4)
       ON CONFLICT (item_id) DO UPDATE SET run_id = excluded.run_id, verdict = excluded.verdict,
         withheld_verdict = excluded.withheld_verdict
       WHERE excluded.run_id > evidence_verdict.run_id`,
      [run.itemId, run.id, run.verdict, verdict],
    );
  }

  async latest(tx: Tx, itemId: string): Promise<CorroborationRun | null> {
    return tx.repository(CorroborationRun).findOne({ where: { itemId }, order: { id: 'DESC' } });
  }
}
