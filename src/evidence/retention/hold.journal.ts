import { Injectable } from '@nestjs/common';
import { AuditTrail, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { LegalHold } from './legal-hold.entity.js';
import { type HoldRow, LegalHoldRepository } from './legal-hold.repository.js';

/** Writes holds down: the row, the custody log of every item they cover at that moment, and the audit. */
@Injectable()
export class HoldJournal {
  constructor(
    private readonly holds: LegalHoldRepository,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
  ) {}

  async find(tx: Tx, id: string): Promise<HoldRow | undefined> {
    return this.holds.find(tx, id);
  }

  async list(tx: Tx, of: Parameters<LegalHoldRepository['list']>[1]): Promise<HoldRow[]> {
    return this.holds.list(tx, of);
  }

  async placed(tx: Tx, hold: LegalHold): Promise<void> {
    // Before the row: a removal under way ends first, and then the item does not stand any more.
    const items = await this.holds.lockItems(tx, hold);
    await this.holds.insert(tx, hold);
    const { id, caseId, reason, endsAt } = hold;
    await this.custody.recordAll(tx, items, 'held', { holdId: id, caseId, reason, until: endsAt });
    await this.note(tx, 'legalHold.place', hold, items.length);
  }

  /** False when it was released before. */
  async released(tx: Tx, hold: LegalHold, release: Parameters<LegalHoldRepository['release']>[1]): Promise<boolean> {
    if (!(await this.holds.release(tx, release))) return false;
    const items = await this.holds.lockItems(tx, hold);
    const details = { holdId: hold.id, caseId: hold.caseId, reason: release.reason };
    await this.custody.recordAll(tx, items, 'released', details);
    await this.note(tx, 'legalHold.release', hold, items.length);
    return true;
  }

  /** The reason is case content: it stands with the hold, not in the audit. */
  private async note(tx: Tx, action: string, { id, caseId, itemId }: LegalHold, items: number): Promise<void> {
    await this.audit.record(tx, { action, subject: { kind: 'legalHold', id }, details: { caseId, itemId, items } });
  }
}
