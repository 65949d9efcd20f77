import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/index.js';
import { CaseRepository } from './case.repository.js';

/** What rules about keeping ask of cases. No access decision is taken here. */
@Injectable()
export class ClosedCases {
  constructor(private readonly cases: CaseRepository) {}

  async ids(tx: Tx): Promise<string[]> {
    return this.cases.closedIds(tx);
  }

  /** The domain of each, whether closed or not. */
  async domains(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.cases.domains(tx, ids);
  }
}
