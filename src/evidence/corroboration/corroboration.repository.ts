import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, Not } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import { withheld } from './corroboration.rules.js';
import { CorroborationRun, type Occasion } from './corroboration.entity.js';

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

  /** The newest that another occasion gave. */
  async latestBut(tx: Tx, itemId: string, occasion: Occasion): Promise<CorroborationRun | null> {
    const where = { itemId, occasion: Not(occasion) };
    return tx.repository(CorroborationRun).findOne({ where, order: { id: 'DESC' } });
  }

  /** A run of the item after the one before it; fewer where they are not there. */
  async withPrevious(tx: Tx, itemId: string, runId: string): Promise<CorroborationRun[]> {
    const where = { itemId, id: LessThanOrEqual(runId) };
    const runs = await tx.repository(CorroborationRun).find({ where, order: { id: 'DESC' }, take: 2 });
    return runs.toReversed();
  }
}
