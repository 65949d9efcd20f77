import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, newId, type Tx, UnitOfWork } from '../../platform/index.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import { ListRights } from '../cases/list-rights.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { requireStanding } from '../items/item-access.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { PairJournal } from './pair.journal.js';
import { PairRepository } from './pair.repository.js';
import { compareShots, type Shot } from './pair.rules.js';
import {
  type PairCreate,
  type PairList,
  type PairView,
  type SuggestionList,
  type SuggestionQuery,
  toPairView,
} from './pair.schemas.js';

/** The same place before and after: two items on the list of one case. */
@Injectable()
export class Pairs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: ListRights,
    private readonly lists: CaseEvidenceRepository,
    private readonly items: EvidenceRepository,
    private readonly pairs: PairRepository,
    private readonly journal: PairJournal,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_NOT_ATTACHED, EVIDENCE_REMOVED, PAIR_… */
  async pair(
    actor: Actor,
    caseId: string,
    { beforeItemId, afterItemId, note }: z.output<typeof PairCreate>,
  ): Promise<z.input<typeof PairView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.rights.requireArranging(tx, actor, caseId);
      if (beforeItemId === afterItemId) throw EvidenceErrors.PAIR_SAME_ITEM();
      const [before, after] = await this.listed(tx, caseId, [beforeItemId, afterItemId]);
      if (isLater(before, after)) throw outOfOrder(before, after);
      const comparison = compareShots(shotOf(before), shotOf(after));
      const pair = { id: newId(), caseId, beforeItemId, afterItemId, note: note ?? null, comparison };
      const row = { ...pair, ...this.journal.by(tx) };
      if (!(await this.pairs.insertIfNew(tx, row))) throw EvidenceErrors.PAIR_EXISTS();
      await this.journal.paired(tx, row);
      return toPairView(row);
    });
  }

  async list(actor: Actor, caseId: string): Promise<z.input<typeof PairList>> {
    return this.unitOfWork.read(async (tx) => {
      await this.rights.requireReading(tx, actor, caseId);
      return { items: (await this.pairs.ofCase(tx, caseId)).map(toPairView) };
    });
  }

  /** Pictures of the list that may be pairs; somebody has to look at them. */
  async suggest(
    actor: Actor,
    caseId: string,
    { withinMetres, limit }: z.output<typeof SuggestionQuery>,
  ): Promise<z.input<typeof SuggestionList>> {
    return this.unitOfWork.read(async (tx) => {
      await this.rights.requireReading(tx, actor, caseId);
      const candidates = await this.pairs.candidates(tx, caseId, withinMetres, limit);
      const ids = [...new Set(candidates.flatMap(({ beforeItemId, afterItemId }) => [beforeItemId, afterItemId]))];
      const byId = new Map((await this.items.find(tx, ids)).map((item) => [item.id, item]));
      const items = candidates.flatMap(({ beforeItemId, afterItemId }) => {
        const [before, after] = [byId.get(beforeItemId), byId.get(afterItemId)];
        if (!before || !after) return [];
        return [{ beforeItemId, afterItemId, comparison: compareShots(shotOf(before), shotOf(after)) }];
      });
      return { items: items.filter(({ comparison }) => (comparison.distanceMetres ?? Infinity) <= withinMetres) };
    });
  }

  private async listed(tx: Tx, caseId: string, ids: readonly [string, string]): Promise<[EvidenceItem, EvidenceItem]> {
    const listed = await this.lists.itemIdsOf(tx, caseId);
    const found = new Map((await this.items.findKept(tx, ids)).map((item) => [item.id, item]));
    const [before, after] = [found.get(ids[0]), found.get(ids[1])];
    const areListed = ids.every((id) => listed.includes(id));
    if (!areListed || !before || !after) throw EvidenceErrors.EVIDENCE_NOT_ATTACHED();
    [before, after].forEach(requireStanding);
    return [before, after];
  }
}

/** @throws PAIR_TIME_UNKNOWN */
function shotOf({ capturedAt, lon, lat, metadata }: EvidenceItem): Shot {
  if (capturedAt === null) throw EvidenceErrors.PAIR_TIME_UNKNOWN();
  return {
    capturedAt,
    position: lon === null || lat === null ? null : { lon, lat },
    headingDegrees: metadata.gimbal.yawDegrees ?? metadata.airframe.yawDegrees,
  };
}

/** Where both times are known. */
function isLater({ capturedAt: before }: EvidenceItem, { capturedAt: after }: EvidenceItem): boolean {
  return before !== null && after !== null && before >= after;
}

function outOfOrder(before: EvidenceItem, after: EvidenceItem): Error {
  const [beforeAt, afterAt] = [before.capturedAt?.toISOString(), after.capturedAt?.toISOString()];
  return EvidenceErrors.PAIR_OUT_OF_ORDER({ beforeAt, afterAt });
}
