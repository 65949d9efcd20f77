import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, newId, PlatformErrors, type Tx, UnitOfWork, violates } from '../../platform/index.js';
import { ItemAccess } from '../items/item-access.js';
import { Burial } from './burial.js';
import type { EvidenceRemoval } from './evidence-removal.entity.js';
import { RemovalBook } from './removal.book.js';
import { RetentionErrors } from './retention.errors.js';
import type { RemovalPropose, RemovalView } from './retention.schemas.js';

type View = z.input<typeof RemovalView>;

/** Removal of evidence: only what a rule lets go, proposed by one person and confirmed by another. */
@Injectable()
export class Removals {
  constructor(
    private readonly book: RemovalBook,
    private readonly burial: Burial,
    private readonly visible: ItemAccess,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_REMOVED, REMOVAL_NOT_DUE, REMOVAL_PROPOSED_ALREADY */
  async propose(actor: Actor, { itemId, reason }: z.output<typeof RemovalPropose>): Promise<View> {
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        await this.visible.require(tx, actor, 'removal.propose', [itemId]);
        const { policyId, dueAt } = await this.book.requireDue(tx, itemId);
        const { id: proposedBy, name, snapshot } = asUser(actor);
        const removal: EvidenceRemoval = {
          id: newId(),
          itemId,
          policyId,
          dueAt,
          state: 'proposed',
          reason,
          proposedBy,
          proposer: { ...snapshot, name },
          proposedAt: this.clock.now(),
          decidedBy: null,
          decider: null,
          decidedAt: null,
          decisionReason: null,
        };
        await this.book.propose(tx, removal);
        return this.book.view(tx, removal);
      });
    } catch (error) {
      throw violates(error, 'evidence_removal_open_key') ? RetentionErrors.REMOVAL_PROPOSED_ALREADY() : error;
    }
  }

  /** Everything is looked at again: a hold or a reopened case since the proposal keeps the item. */
  async confirm(actor: Actor, id: string, reason: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const removal = await this.require(tx, actor, 'removal.confirm', id);
      if (removal.proposedBy === actor.id) throw RetentionErrors.REMOVAL_SAME_PERSON();
      const { policyId, dueAt } = await this.book.requireDue(tx, removal.itemId);
      const confirmed = Object.assign(this.decided(actor, removal, 'confirmed', reason), { policyId, dueAt });
      if (!(await this.book.decide(tx, confirmed))) throw RetentionErrors.REMOVAL_DECIDED();
      await this.burial.bury(tx, confirmed);
      return this.book.view(tx, confirmed);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, REMOVAL_DECIDED */
  async withdraw(actor: Actor, id: string, reason: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const removal = await this.require(tx, actor, 'removal.propose', id);
      const withdrawn = this.decided(actor, removal, 'withdrawn', reason);
      if (!(await this.book.decide(tx, withdrawn))) throw RetentionErrors.REMOVAL_DECIDED();
      await this.book.withdrawn(tx, withdrawn);
      return this.book.view(tx, withdrawn);
    });
  }

  private async require(
    tx: Tx,
    actor: Actor,
    permission: 'removal.propose' | 'removal.confirm',
    id: string,
  ): Promise<EvidenceRemoval> {
    const removal = await this.book.find(tx, id);
    if (!removal) throw PlatformErrors.NOT_FOUND();
    await this.visible.require(tx, actor, permission, [removal.itemId]);
    return removal;
  }

  private decided(
    actor: Actor,
    removal: EvidenceRemoval,
    state: 'confirmed' | 'withdrawn',
    decisionReason: string,
  ): EvidenceRemoval {
    const { id: decidedBy, name, snapshot } = asUser(actor);
    const decider = { ...snapshot, name };
    return Object.assign(removal, { state, decidedBy, decider, decidedAt: this.clock.now(), decisionReason });
  }
}
