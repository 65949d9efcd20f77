import { Injectable } from '@nestjs/common';
import { type Actor, AuditTrail, Clock, Jobs, type Tx } from '../../platform/index.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ItemAccess } from '../items/item-access.js';
import type { EvidenceExport } from './export.entity.js';

export const EXPORT_QUEUE = 'evidence.export';

const MOST_EXHIBITS = 5_000;

/** What goes into an export, and what is written down of it. */
@Injectable()
export class ExportDesk {
  constructor(
    private readonly lists: CaseEvidenceRepository,
    private readonly visible: ItemAccess,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /**
   * The items that become exhibits, in their order.
   * @throws EXPORT_EMPTY; EXPORT_ITEM_NOT_LISTED; NOT_FOUND or FORBIDDEN where one of them is not the actor's to give
   */
  async exhibitsOf(tx: Tx, actor: Actor, caseId: string, wanted: readonly string[] | undefined): Promise<string[]> {
    const listed = (await this.lists.ofCase(tx, caseId, { limit: MOST_EXHIBITS + 1 })).map(({ itemId }) => itemId);
    const chosen = wanted ? [...wanted] : listed;
    if (chosen.length === 0) throw EvidenceErrors.EXPORT_EMPTY();
    if (chosen.length > MOST_EXHIBITS) throw EvidenceErrors.EXPORT_TOO_LARGE({ most: MOST_EXHIBITS });
    const stranger = chosen.find((id) => !listed.includes(id));
    if (stranger !== undefined) throw EvidenceErrors.EXPORT_ITEM_NOT_LISTED({ itemId: stranger });
    await this.visible.require(tx, actor, 'evidence.export', chosen);
    return chosen;
  }

  async order(tx: Tx, { id, caseId, purpose, itemIds }: EvidenceExport): Promise<void> {
    for (const itemId of itemIds) await this.custody.record(tx, itemId, 'exported', { exportId: id, caseId, purpose });
    await this.audit.record(tx, {
      action: 'evidence.export',
      subject: { kind: 'export', id },
      details: { caseId, items: itemIds.length },
    });
    await this.jobs.enqueue(tx, EXPORT_QUEUE, { exportId: id });
  }

  async noteFetched(tx: Tx, { id, caseId, itemIds, sha256 }: EvidenceExport): Promise<void> {
    for (const itemId of itemIds) await this.custody.record(tx, itemId, 'downloaded', { exportId: id, caseId, sha256 });
    await this.audit.record(tx, {
      action: 'evidence.fetchExport',
      subject: { kind: 'export', id },
      details: { caseId, sha256 },
    });
  }
}
