import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { type HandoverRow, type ListedHandover, ShiftHandoverRepository } from './shift-handover.repository.js';
import { ShiftBoards } from './shift-board.service.js';
import { ShiftNames } from './shift-names.service.js';
import { ShiftRights } from './shift-rights.service.js';
import {
  type ShiftBoard,
  ShiftBoardView,
  type ShiftHandoverDetail,
  type ShiftHandoverQuery,
  type ShiftHandoverView,
} from './shift.schemas.js';
import { handoverView } from './shift.views.js';

type View = z.input<typeof ShiftHandoverView>;
type Detail = z.input<typeof ShiftHandoverDetail>;

/** What goes on in units, and what their shifts handed over. */
@Injectable()
export class ShiftReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handovers: ShiftHandoverRepository,
    private readonly boards: ShiftBoards,
    private readonly names: ShiftNames,
    private readonly rights: ShiftRights,
  ) {}

  /** What goes on now in a unit and below it. @throws NOT_FOUND */
  async board(actor: Actor, unit: string | undefined): Promise<ShiftBoard> {
    const unitId = unit ?? asUser(actor).unitId;
    this.rights.requireUnit(actor, 'shift.read', unitId);
    return this.unitOfWork.read((tx) => this.boards.of(tx, { unitId, readers: [actor.id] }));
  }

  /** Of a unit and those below it, newest first. @throws NOT_FOUND */
  async list(actor: Actor, { unit, state, limit, cursor }: z.output<typeof ShiftHandoverQuery>): Promise<Page<View>> {
    const unitId = unit ?? asUser(actor).unitId;
    this.rights.requireUnit(actor, 'shift.read', unitId);
    const filter = { unitIds: this.rights.subtree(unitId), state, before: idInCursor(cursor), limit: limit + 1 };
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.handovers.list(tx, filter);
      const names = await this.names.of(tx, { userIds: rows.flatMap(peopleOf), deviceIds: [] });
      return keysetPage(
        rows,
        limit,
        ({ id }) => [id],
        (row) => handoverView(row, names),
      );
    });
  }

  /** With the sheet. @throws NOT_FOUND, FORBIDDEN for whoever was removed from a session that the sheet tells of */
  async get(actor: Actor, id: string): Promise<Detail> {
    return this.unitOfWork.read(async (tx) => {
      const row = await this.required(tx, actor, id);
      const sheet = ShiftBoardView.parse(JSON.parse(row.sheet));
      const sessionIds = sessionsOf(sheet);
      if (await this.handovers.isRemovedFromAny(tx, actor.id, sessionIds)) throw PlatformErrors.FORBIDDEN();
      return { ...(await this.view(tx, row)), sheet };
    });
  }

  /** @throws NOT_FOUND */
  async required(tx: Tx, actor: Actor, id: string): Promise<HandoverRow> {
    const row = await this.handovers.find(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    this.rights.requireHandover(actor, 'shift.read', row);
    return row;
  }

  async view(tx: Tx, row: HandoverRow): Promise<View> {
    return handoverView(row, await this.names.of(tx, { userIds: peopleOf(row), deviceIds: [] }));
  }
}

/** Also of orders that belong to sessions beyond those that are listed. */
function sessionsOf({ sessions, unsigned, overdue }: z.output<typeof ShiftBoardView>): string[] {
  const ofOrders = [...unsigned.items, ...overdue.items].map(({ sessionId }) => sessionId);
  return [...new Set([...sessions.items.map(({ id }) => id), ...ofOrders])];
}

function peopleOf({ givenBy, givenTo }: ListedHandover): string[] {
  return [givenBy, givenTo];
}
