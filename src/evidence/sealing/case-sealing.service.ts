import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import { ListRights } from '../cases/list-rights.js';
import { requireStanding } from '../items/item-access.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { Sealer, type SealWish } from './sealer.js';
import { SealJournal } from './seal.journal.js';
import { SealRepository } from './seal.repository.js';
import { type CaseSealCreate, type CaseSealView, toRuleVerdictView } from './seal.schemas.js';
import { wishOf } from './sealing.service.js';

type Result = z.input<typeof CaseSealView>['results'][number];

const AT_ONCE = 500;

/** Seals what is on the list of a case, each item for itself: one that does not meet the rules keeps no other back. */
@Injectable()
export class CaseSealing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: ListRights,
    private readonly lists: CaseEvidenceRepository,
    private readonly seals: SealRepository,
    private readonly sealer: Sealer,
    private readonly journal: SealJournal,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_NOT_ATTACHED */
  async seal(
    actor: Actor,
    caseId: string,
    { evidenceIds, ...wish }: z.output<typeof CaseSealCreate>,
  ): Promise<z.input<typeof CaseSealView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.rights.requireSealing(tx, actor, caseId);
      const listed = await this.lists.itemIdsOf(tx, caseId);
      const isStranger = evidenceIds?.some((id) => !listed.includes(id)) ?? false;
      if (isStranger) throw EvidenceErrors.EVIDENCE_NOT_ATTACHED();
      const chosen = evidenceIds ?? (await this.seals.unsealed(tx, listed, AT_ONCE));
      const results: Result[] = [];
      for (const item of await this.seals.lockItems(tx, chosen))
        results.push(await this.sealOne(tx, item, wishOf(wish), caseId));
      const sealed = results.filter(({ outcome }) => outcome === 'sealed').length;
      const refused = results.filter(({ outcome }) => outcome === 'unmet').length;
      return { sealed, refused, results };
    });
  }

  private async sealOne(tx: Tx, item: EvidenceItem, wish: SealWish, caseId: string): Promise<Result> {
    requireStanding(item);
    const bare = { evidenceId: item.id, sealId: null, recordSha256: null, unmet: [] };
    if (item.state === 'sealed') return { ...bare, outcome: 'already_sealed' };
    const drawn = await this.sealer.draw(tx, item, wish, caseId);
    if ('unmet' in drawn) return { ...bare, outcome: 'unmet', unmet: drawn.unmet.map(toRuleVerdictView) };
    await this.journal.seal(tx, drawn.seal, drawn.blob);
    const { id: sealId, recordSha256 } = drawn.seal;
    return { ...bare, outcome: 'sealed', sealId, recordSha256 };
  }
}
