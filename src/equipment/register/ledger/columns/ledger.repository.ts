import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/index.js';
import { LedgerMapping } from './ledger-mapping.entity.js';

/** The one advisory lock of imports: two at a time would wait for each other's new names. */
const IMPORT_LOCK = 0x1e_d6;

@Injectable()
export class LedgerRepository {
  /** Until the transaction ends. */
  async lockImports(tx: Tx): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, 0)`, [IMPORT_LOCK]);
  }

  /** What the unit's people said of headings, by plain heading. */
  async mappings(tx: Tx, unitId: string): Promise<ReadonlyMap<string, string>> {
    const rows = await tx.repository(LedgerMapping).findBy({ unitId });
    return new Map(rows.map(({ heading, field }) => [heading, field]));
  }

  async remember(tx: Tx, mappings: readonly LedgerMapping[]): Promise<void> {
    if (mappings.length > 0)
      await tx.repository(LedgerMapping).upsert([...mappings], { conflictPaths: ['unitId', 'heading'] });
  }
}
