import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, decodeCursor, keysetPage, type Page, type Tx, UnitOfWork } from '../../platform/index.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { toEvidenceBrief } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import { AttachmentService } from './attachment.service.js';
import type { CaseEvidence } from './case-evidence.entity.js';
import { CaseEvidenceRepository } from './case-evidence.repository.js';
import type { CaseEvidenceAdd, CaseEvidenceQuery, CaseEvidenceView } from './case-evidence.schemas.js';

type View = z.input<typeof CaseEvidenceView>;

/** The list of evidence of a case. */
@Injectable()
export class CaseEvidenceService {
  constructor(
    private readonly cases: CasesService,
    private readonly access: AccessService,
    private readonly visible: ItemAccess,
    private readonly attachments: AttachmentService,
    private readonly lists: CaseEvidenceList,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The actor must be allowed to attach on both sides: the item becomes visible to everybody on the case. */
  async attach(actor: Actor, caseId: string, { evidenceId, purpose }: z.output<typeof CaseEvidenceAdd>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const file = await this.cases.requireVisible(tx, actor, caseId);
      this.access.require(actor, 'evidence.attach', [{ id: caseId, unitIds: [file.unitId], caseId }]);
      await this.visible.require(tx, actor, 'evidence.attach', [evidenceId]);
      await this.attachments.attach(tx, evidenceId, file, purpose ?? null);
      return this.lists.entry(tx, caseId, evidenceId);
    });
  }

  async list(actor: Actor, caseId: string, { limit, cursor }: z.output<typeof CaseEvidenceQuery>): Promise<Page<View>> {
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0]);
    return this.unitOfWork.read(async (tx) => {
      await this.cases.requireVisible(tx, actor, caseId);
      const entries = await this.lists.entries(tx, caseId, { after, limit: limit + 1 });
      return keysetPage(
        entries,
        limit,
        ({ position }) => [position],
        (entry) => entry,
      );
    });
  }
}

/** Reads the list with the items on it. */
@Injectable()
export class CaseEvidenceList {
  constructor(
    private readonly lists: CaseEvidenceRepository,
    private readonly items: EvidenceRepository,
  ) {}

  async entries(tx: Tx, caseId: string, page: { after: number; limit: number }): Promise<View[]> {
    return this.withItems(tx, await this.lists.ofCase(tx, caseId, page));
  }

  async entry(tx: Tx, caseId: string, itemId: string): Promise<View> {
    const entries = (await this.lists.ofItems(tx, [itemId])).filter((entry) => entry.caseId === caseId);
    const [view] = await this.withItems(tx, entries);
    if (!view) throw new Error(`item ${itemId} is not on the list of case ${caseId}`);
    return view;
  }

  private async withItems(tx: Tx, entries: readonly CaseEvidence[]): Promise<View[]> {
    const rows = await this.items.rows(
      tx,
      entries.map(({ itemId }) => itemId),
    );
    const byId = new Map(rows.map((row) => [row.id, toEvidenceBrief(row)]));
    return entries.flatMap(({ caseId, itemId, position, purpose, attachedAt }) => {
      const evidence = byId.get(itemId);
      return evidence ? [{ caseId, position, purpose, attachedAt: attachedAt.toISOString(), evidence }] : [];
    });
  }
}
