import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, newId, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { ShiftBoards } from './shift-board.service.js';
import type { HandoverRow } from './shift-handover.repository.js';
import { ShiftLedger } from './shift-ledger.service.js';
import { ShiftReader } from './shift-reader.service.js';
import { ShiftRights } from './shift-rights.service.js';
import { endOf, frozen, type HandoverEnd } from './shift.rules.js';
import type { ShiftHandoverView, ShiftOffer } from './shift.schemas.js';

type View = z.input<typeof ShiftHandoverView>;

/** The shift of a desk passes in two steps: offered with a sheet that freezes what goes on, and taken. */
@Injectable()
export class ShiftHandovers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly boards: ShiftBoards,
    private readonly rights: ShiftRights,
    private readonly reader: ShiftReader,
    private readonly ledger: ShiftLedger,
  ) {}

  /** @throws FORBIDDEN, NOT_ON_DUTY, CANNOT_TAKE_SHIFT, SHIFT_OFFERED_ALREADY */
  async offer(actor: Actor, { desk, toUserId, remark }: z.output<typeof ShiftOffer>): Promise<View> {
    const giver = asUser(actor);
    const { unitId } = giver;
    this.rights.requireUnit(actor, 'shift.handOver', unitId);
    return this.unitOfWork.run(actor, async (tx) => {
      const board = await this.boards.of(tx, { unitId, readers: [giver.id, toUserId] });
      const row: HandoverRow = {
        ...frozen(board),
        id: newId(),
        unitId,
        desk,
        givenBy: giver.id,
        givenTo: toUserId,
        state: 'offered',
        remark: remark ?? null,
        offeredAt: new Date(board.at),
        endedAt: null,
        endRemark: null,
      };
      await this.rights.requirePassable(tx, giver, row);
      await this.ledger.offer(tx, row, giver.name);
      return this.reader.view(tx, row);
    });
  }

  /** Taken or declined by the one it is offered to, withdrawn by the one who offered. @throws NOT_FOUND, FORBIDDEN, BAD_STATE */
  async end(actor: Actor, id: string, end: HandoverEnd, remark?: string): Promise<View> {
    const user = asUser(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await this.reader.required(tx, actor, id);
      this.rights.requireHandover(actor, 'shift.answer', before);
      const state = endOf(end, before, user.id);
      if (!state) throw PlatformErrors.FORBIDDEN();
      return this.reader.view(tx, await this.ledger.end(tx, before, { state, remark, by: user.name }));
    });
  }
}
