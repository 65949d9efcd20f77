import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { CorroborationRun } from './corroboration.entity.js';

/** The only SQL on runs. */
@Injectable()
export class CorroborationRepository {
  async insert(tx: Tx, run: CorroborationRun): Promise<void> {
    await tx.repository(CorroborationRun).insert(run);
  }

  async latest(tx: Tx, itemId: string): Promise<CorroborationRun | null> {
    return tx.repository(CorroborationRun).findOne({ where: { itemId }, order: { id: 'DESC' } });
  }
}
