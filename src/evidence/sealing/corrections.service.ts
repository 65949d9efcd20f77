import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, Clock, newId, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ItemAccess } from '../items/item-access.js';
import { type CorrectionView, toCorrectionView } from './correction.schemas.js';
import type { CorrectionCreate, CorrectionList } from './seal.schemas.js';
import { SealRepository } from './seal.repository.js';

/** What is found wrong about a sealed item is said beside it. */
@Injectable()
export class Corrections {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visible: ItemAccess,
    private readonly seals: SealRepository,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_NOT_SEALED, CORRECTION_ITEM_UNKNOWN */
  async add(
    actor: Actor,
    id: string,
    { text, field: about, itemId }: z.output<typeof CorrectionCreate>,
  ): Promise<z.input<typeof CorrectionView>> {
    const [field, byItemId] = [about ?? null, itemId ?? null];
    return this.unitOfWork.run(actor, async (tx) => {
      const [found] = await this.visible.require(tx, actor, 'evidence.seal', [id]);
      if (!found) throw PlatformErrors.NOT_FOUND();
      if (found.item.state !== 'sealed') throw EvidenceErrors.EVIDENCE_NOT_SEALED();
      await this.requireOther(tx, actor, id, byItemId);
      const corrector = { ...actor.snapshot, name: actor.name };
      const by = { correctedAt: this.clock.now(), correctedBy: actor.id, corrector };
      const correction = { id: newId(), itemId: id, field, text, byItemId, ...by };
      await this.seals.correct(tx, correction);
      await this.custody.record(tx, id, 'corrected', { correctionId: correction.id, field });
      const subject = { kind: 'evidence', id };
      await this.audit.record(tx, { action: 'evidence.correct', subject, details: { correctionId: correction.id } });
      return toCorrectionView(correction);
    });
  }

  /** Oldest first. @throws NOT_FOUND */
  async list(actor: Actor, id: string): Promise<z.input<typeof CorrectionList>> {
    return this.unitOfWork.read(async (tx) => {
      await this.visible.find(tx, actor, id);
      return { items: (await this.seals.correctionsOf(tx, id)).map(toCorrectionView) };
    });
  }

  private async requireOther(tx: Tx, actor: Actor, id: string, byItemId: string | null): Promise<void> {
    if (byItemId === null) return;
    const isSeen = byItemId !== id && (await this.visible.sees(tx, actor, byItemId));
    if (!isSeen) throw EvidenceErrors.CORRECTION_ITEM_UNKNOWN();
  }
}
