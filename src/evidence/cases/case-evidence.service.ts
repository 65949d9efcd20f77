import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, numberInCursor, keysetPage, type Page, UnitOfWork } from '../../platform/index.js';
import { ItemAccess } from '../items/item-access.js';
import { AttachmentService } from './attachment.service.js';
import { CaseEvidenceReader } from './case-evidence.reader.js';
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
    private readonly lists: CaseEvidenceReader,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The actor must be allowed to attach on both sides: the item becomes visible to everybody on the case. */
  async attach(actor: Actor, caseId: string, { evidenceId, purpose }: z.output<typeof CaseEvidenceAdd>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const file = await this.cases.requireVisible(tx, actor, caseId);
      this.access.require(actor, 'evidence.attach', [{ id: caseId, unitIds: [file.unitId], caseId }]);
      await this.visible.require(tx, actor, 'evidence.attach', [evidenceId]);
      await this.attachments.attachLater(tx, evidenceId, file, purpose ?? null);
      return this.lists.entry(tx, caseId, evidenceId);
    });
  }

  async list(actor: Actor, caseId: string, { limit, cursor }: z.output<typeof CaseEvidenceQuery>): Promise<Page<View>> {
    const after = numberInCursor(cursor) ?? 0;
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
