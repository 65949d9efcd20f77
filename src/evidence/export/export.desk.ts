import { Injectable } from '@nestjs/common';
import { type Actor, AuditTrail, Clock, Jobs, type Tx } from '../../platform/index.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ItemAccess } from '../items/item-access.js';
import { MOST_EXHIBITS } from './exhibit.types.js';
import type { EvidenceExport } from './export.entity.js';

export const EXPORT_QUEUE = 'evidence.export';

/** Items looked at together. */
const PIECE = 200;

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
   * The items that become exhibits, in their order. Of those that were removed by rule the tombstones go out.
   * @throws EXPORT_EMPTY; EXPORT_TOO_LARGE; EXPORT_ITEM_NOT_LISTED; NOT_FOUND or FORBIDDEN where one of them is not the actor's to give
   */
  async exhibitsOf(tx: Tx, actor: Actor, caseId: string, wanted: readonly string[] | undefined): Promise<string[]> {
    const listed = await this.lists.itemIdsOf(tx, caseId);
    const chosen = wanted ? [...wanted] : listed;
    if (chosen.length === 0) throw EvidenceErrors.EXPORT_EMPTY();
    if (chosen.length > MOST_EXHIBITS) throw EvidenceErrors.EXPORT_TOO_LARGE({ most: MOST_EXHIBITS });
    const known = new Set(listed);
    const stranger = chosen.find((id) => !known.has(id));
    if (stranger !== undefined) throw EvidenceErrors.EXPORT_ITEM_NOT_LISTED({ itemId: stranger });
    for (let at = 0; at < chosen.length; at += PIECE) await this.requireGiving(tx, actor, chosen.slice(at, at + PIECE));
    return chosen;
  }

  async order(tx: Tx, { id, caseId, purpose, itemIds }: EvidenceExport): Promise<void> {
    await this.custody.recordAll(tx, itemIds, 'exported', { exportId: id, caseId, purpose });
    await this.audit.record(tx, {
      action: 'evidence.export',
      subject: { kind: 'export', id },
      details: { caseId, items: itemIds.length },
    });
    await this.jobs.enqueue(tx, EXPORT_QUEUE, { exportId: id });
  }

  async noteFetched(tx: Tx, { id, caseId, itemIds, sha256 }: EvidenceExport): Promise<void> {
    await this.custody.recordAll(tx, itemIds, 'downloaded', { exportId: id, caseId, sha256 });
    await this.audit.record(tx, {
      action: 'evidence.fetchExport',
      subject: { kind: 'export', id },
      details: { caseId, sha256 },
    });
  }

  async noteDiscarded(tx: Tx, { id, caseId, sha256 }: EvidenceExport): Promise<void> {
    await this.audit.record(tx, {
      action: 'evidence.discardExport',
      subject: { kind: 'export', id },
      details: { caseId, sha256 },
    });
  }

  private async requireGiving(tx: Tx, actor: Actor, itemIds: readonly string[]): Promise<void> {
    const found = await this.visible.require(tx, actor, 'evidence.read', itemIds);
    const standing = found.filter(({ item }) => item.state !== 'removed').map(({ item }) => item.id);
    await this.visible.require(tx, actor, 'evidence.export', standing);
  }
}
