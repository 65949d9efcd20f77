import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../platform/index.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { CaseClosures } from './case-closures.js';
import { LegalHoldRepository } from './legal-hold.repository.js';
import { type Due, dueOf } from './retention.rules.js';
import { RetentionRepository } from './retention.repository.js';

/** Says of items whether a rule lets them go now, and which. */
@Injectable()
export class DueReader {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly closures: CaseClosures,
    private readonly holds: LegalHoldRepository,
    private readonly retention: RetentionRepository,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, itemIds: readonly string[]): Promise<ReadonlyMap<string, Due>> {
    const now = this.clock.now();
    const items = await this.items.find(tx, itemIds);
    const entries = await this.retention.casesOf(tx, itemIds);
    const cases = await this.closures.of(tx, [...new Set(entries.map(({ caseId }) => caseId))]);
    const held = await this.holds.heldAmong(tx, itemIds, now);
    const policies = await this.retention.policiesInForce(tx, now);
    return new Map(
      items.map(({ id, state }) => {
        const own = entries.filter(({ itemId }) => itemId === id);
        const isListed = own.some((entry) => entry.isListed);
        const known = own.flatMap(({ caseId }) => cases.get(caseId) ?? []);
        return [id, dueOf({ state, isHeld: held.has(id), isListed, cases: known }, policies, now)];
      }),
    );
  }
}
