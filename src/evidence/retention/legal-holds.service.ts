import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, Clock, newId, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { ItemAccess } from '../items/item-access.js';
import { HoldJournal } from './hold.journal.js';
import type { LegalHold } from './legal-hold.entity.js';
import { type HoldRow } from './legal-hold.repository.js';
import { RetentionErrors } from './retention.errors.js';
import type { HoldList, HoldPlace, HoldQuery, HoldView } from './retention.schemas.js';
import { toHoldView } from './retention.views.js';

type View = z.input<typeof HoldView>;
type Subject = Pick<LegalHold, 'caseId' | 'itemId'>;

/** Legal holds: what they cover is kept whatever a rule says, until they are released or end by their own date. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly cases: CasesService,
    private readonly visible: ItemAccess,
    private readonly access: AccessService,
    private readonly journal: HoldJournal,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_REMOVED, HOLD_ENDS_IN_THE_PAST */
  async place(actor: Actor, { caseId, itemId, reason, until }: z.output<typeof HoldPlace>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const subject = { caseId: caseId ?? null, itemId: itemId ?? null };
      await this.require(tx, actor, 'legalHold.place', subject);
      const placedAt = this.clock.now();
      if (until && until <= placedAt) throw RetentionErrors.HOLD_ENDS_IN_THE_PAST();
      const hold = { id: newId(), ...subject, reason, endsAt: until ?? null, placedBy: actor.id, placedAt };
      await this.journal.placed(tx, hold);
      return toHoldView({ ...hold, releasedBy: null, releasedAt: null, releaseReason: null }, placedAt);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, HOLD_RELEASED */
  async release(actor: Actor, id: string, reason: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const hold = await this.journal.find(tx, id);
      if (!hold) throw PlatformErrors.NOT_FOUND();
      await this.require(tx, actor, 'legalHold.release', hold);
      const release = { holdId: id, reason, by: actor.id, at: this.clock.now() };
      if (!(await this.journal.released(tx, hold, release))) throw RetentionErrors.HOLD_RELEASED();
      return toHoldView(
        { ...hold, releasedBy: actor.id, releasedAt: release.at, releaseReason: reason },
        this.clock.now(),
      );
    });
  }

  /** Of an item also those on its cases, as far as the reader may see the cases; the newest first. */
  async list(actor: Actor, query: z.output<typeof HoldQuery>): Promise<z.input<typeof HoldList>> {
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.rowsOf(tx, actor, query);
      return { items: rows.map((row) => toHoldView(row, this.clock.now())), nextCursor: null };
    });
  }

  private async rowsOf(tx: Tx, actor: Actor, { caseId, itemId }: z.output<typeof HoldQuery>): Promise<HoldRow[]> {
    if (itemId !== undefined) {
      const { sight } = await this.visible.see(tx, actor, itemId);
      return this.journal.list(tx, { itemId, caseIds: [...sight.caseIds] });
    }
    const file = await this.cases.requireVisible(tx, actor, caseId ?? '');
    return this.journal.list(tx, { caseIds: [file.id] });
  }

  private async require(
    tx: Tx,
    actor: Actor,
    permission: 'legalHold.place' | 'legalHold.release',
    { caseId, itemId }: Subject,
  ): Promise<void> {
    if (itemId !== null) {
      await this.visible.require(tx, actor, permission, [itemId]);
      return;
    }
    const file = await this.cases.requireVisible(tx, actor, caseId ?? '');
    this.access.require(actor, permission, [{ id: file.id, unitIds: [file.unitId], caseId: file.id }]);
  }
}
