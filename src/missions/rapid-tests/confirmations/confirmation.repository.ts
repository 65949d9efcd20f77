import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { Confirmation, RunOverride } from './confirmation.entity.js';

/** The only SQL on what is said beside verdicts. */
@Injectable()
export class ConfirmationRepository {
  async add(tx: Tx, row: Confirmation): Promise<void> {
    await tx.repository(Confirmation).insert(row);
  }

  async of(tx: Tx, rapidTestId: string): Promise<Confirmation[]> {
    return tx.repository(Confirmation).find({ where: { rapidTestId }, order: { id: 'ASC' } });
  }

  async save(tx: Tx, row: Confirmation): Promise<void> {
    const { id, ...columns } = row;
    await tx.repository(Confirmation).update(id, columns);
  }

  async addOverride(tx: Tx, row: RunOverride): Promise<void> {
    await tx.repository(RunOverride).insert(row);
  }

  async overridesOf(tx: Tx, rapidTestId: string): Promise<RunOverride[]> {
    return tx.repository(RunOverride).find({ where: { rapidTestId }, order: { id: 'ASC' } });
  }
}
