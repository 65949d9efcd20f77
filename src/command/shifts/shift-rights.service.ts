import { Injectable } from '@nestjs/common';
import { AccessService, type Permission, People, Roster, UnitTree, type UserActor } from '../../identity/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { defaultSessionRole } from '../sessions/session-roles.js';
import type { HandoverRow } from './shift-handover.repository.js';

/** Who sees the shifts of a unit, and who passes one to whom. */
@Injectable()
export class ShiftRights {
  constructor(
    private readonly access: AccessService,
    private readonly people: People,
    private readonly roster: Roster,
    private readonly units: UnitTree,
  ) {}

  /** The unit and all below it: whoever sees a unit's shifts sees theirs. */
  subtree(unitId: string): readonly string[] {
    return this.units.subtree(unitId);
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  requireUnit(actor: Actor, permission: Permission, unitId: string): void {
    this.access.require(actor, permission, [{ id: unitId, unitIds: [unitId] }]);
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  requireHandover(actor: Actor, permission: Permission, { id, unitId, givenBy, givenTo }: HandoverRow): void {
    this.access.require(actor, permission, [{ id, unitIds: [unitId], userIds: [givenBy, givenTo] }]);
  }

  /** @throws CANNOT_TAKE_SHIFT, NOT_ON_DUTY */
  async requirePassable(
    tx: Tx,
    giver: UserActor,
    { unitId, desk, givenTo, offeredAt }: Pick<HandoverRow, 'unitId' | 'desk' | 'givenTo' | 'offeredAt'>,
  ): Promise<void> {
    const taker = await this.people.find(tx, givenTo);
    const isFit = taker?.active && taker.unitId === unitId && defaultSessionRole(taker.roles) !== undefined;
    if (!isFit || taker.id === giver.id) throw CommandErrors.CANNOT_TAKE_SHIFT();
    const duty = await this.roster.onDuty(tx, [unitId], offeredAt);
    const isOnDuty = duty.some((shift) => shift.desk === desk && shift.person.id === giver.id);
    if (!isOnDuty && !giver.roles.includes('commander')) throw CommandErrors.NOT_ON_DUTY();
  }
}
