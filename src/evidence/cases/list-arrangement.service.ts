import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, Clock, newId, UnitOfWork } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { EvidenceEvents } from '../evidence.events.js';
import { EvidenceJournal } from '../evidence.journal.js';
import { CaseEvidenceRepository } from './case-evidence.repository.js';
import {
  type CaseEvidenceOrder,
  type CaseEvidenceOrdered,
  type DetachmentList,
  type DetachmentView,
  toDetachmentView,
} from './case-evidence.schemas.js';
import { ListRights } from './list-rights.js';

/** Puts a list of evidence in order, and takes entries off it. */
@Injectable()
export class ListArrangement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: ListRights,
    private readonly lists: CaseEvidenceRepository,
    private readonly journal: EvidenceJournal,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** All numbers at once, from 1. @throws CASE_LIST_CHANGED unless exactly the items of the list are named */
  async order(
    actor: Actor,
    caseId: string,
    { evidenceIds }: z.output<typeof CaseEvidenceOrder>,
  ): Promise<z.input<typeof CaseEvidenceOrdered>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.rights.requireArranging(tx, actor, caseId);
      await this.lists.lock(tx, caseId);
      const listed = new Set(await this.lists.itemIdsOf(tx, caseId));
      const isWhole = listed.size === evidenceIds.length && evidenceIds.every((id) => listed.has(id));
      if (!isWhole) throw EvidenceErrors.CASE_LIST_CHANGED();
      await this.lists.renumber(tx, caseId, evidenceIds);
      const subject = { kind: 'case', id: caseId };
      await this.audit.record(tx, { action: 'evidence.order', subject, details: { evidenceIds } });
      return { items: evidenceIds.map((evidenceId, index) => ({ evidenceId, position: index + 1 })) };
    });
  }

  /** The item stays, and so does the record that it was on the list. @throws EVIDENCE_NOT_ATTACHED */
  async detach(actor: Actor, caseId: string, itemId: string, reason: string): Promise<z.input<typeof DetachmentView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const file = await this.rights.requireArranging(tx, actor, caseId);
      await this.lists.lock(tx, caseId);
      const entry = await this.lists.remove(tx, caseId, itemId);
      if (!entry) throw EvidenceErrors.EVIDENCE_NOT_ATTACHED();
      const { position, purpose, attachedAt, attachedBy } = entry;
      const detachedAt = this.clock.now();
      const by = { detachedAt, detachedBy: actor.id, detachedByName: actor.name };
      const row = { id: newId(), caseId, itemId, position, purpose, attachedAt, attachedBy, reason, ...by };
      await this.lists.addDetachment(tx, row);
      await this.journal.record(tx, {
        itemId,
        action: 'evidence.detach',
        custody: 'detached',
        fact: EvidenceEvents['evidence.detached'],
        payload: { itemId, caseId },
        content: { caseNumber: file.number, reason },
      });
      return toDetachmentView(row);
    });
  }

  async detached(actor: Actor, caseId: string): Promise<z.input<typeof DetachmentList>> {
    return this.unitOfWork.read(async (tx) => {
      await this.rights.requireReading(tx, actor, caseId);
      return { items: (await this.lists.detachmentsOf(tx, caseId)).map(toDetachmentView) };
    });
  }
}
