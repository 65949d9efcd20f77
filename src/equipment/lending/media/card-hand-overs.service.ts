import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../../cases/index.js';
import { People, type Person } from '../../../identity/index.js';
import { type Actor, type Tx, UnitOfWork } from '../../../platform/index.js';
import { checkDrawing } from '../custody/papers/drawing.rules.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { CardJournal } from './card.journal.js';
import { CardRights } from './card.rights.js';
import { mayMoveCard } from './media.rules.js';
import { type MediaCardHandOver, type MediaCardView, toCardView } from './media.schemas.js';

/** A sealed card goes to the handler of its case, who signs for it. */
@Injectable()
export class CardHandOvers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: CardRights,
    private readonly cases: CasesService,
    private readonly people: People,
    private readonly journal: CardJournal,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, CARD_STATE, CARD_RECEIVER_UNFIT, SIGNATURE_UNREADABLE */
  async handOver(
    actor: Actor,
    id: string,
    { toUserId, caseId, signature }: z.output<typeof MediaCardHandOver>,
  ): Promise<z.input<typeof MediaCardView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const card = await this.rights.lock(tx, actor, 'media.use', id);
      if (!mayMoveCard(card.state, 'handed_over')) throw EquipmentErrors.CARD_STATE({ state: card.state });
      await this.cases.requireVisible(tx, actor, caseId);
      const to = await this.requireHandler(tx, toUserId, caseId);
      const check = checkDrawing(signature);
      if (!check.ok) throw EquipmentErrors.SIGNATURE_UNREADABLE({ side: 'receiver', reason: check.fault });
      const given = { state: 'handed_over' as const, holderId: to.id, holderName: to.displayName, caseId };
      const fact = { event: 'handed_over' as const, details: { toUserId, from: actor.id }, signature };
      return toCardView(await this.journal.change(tx, card, given, fact));
    });
  }

  private async requireHandler(tx: Tx, userId: string, caseId: string): Promise<Person> {
    const person = await this.people.find(tx, userId);
    const handles = person?.active === true && person.roles.includes('case_handler');
    if (!person || !handles || !(await this.cases.isMember(tx, caseId, userId))) {
      throw EquipmentErrors.CARD_RECEIVER_UNFIT({ toUserId: userId });
    }
    return person;
  }
}
