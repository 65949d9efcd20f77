import { Injectable } from '@nestjs/common';
import { People, UnitTree } from '../../identity/index.js';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext } from '../commands/command-context.js';
import { DeviceHolders } from '../commands/device-holders.js';
import { Membership } from '../commands/membership.js';
import { type Participant, ParticipantRepository } from '../sessions/participant.repository.js';
import { defaultSessionRole, isAble, type SessionRole } from '../sessions/session-roles.js';
import type { Addressee } from './order.payloads.js';
import { issueTo, issueToEach, type OrderProgress } from './order.rules.js';

/** Who gets an order. It is its own invitation: whoever gets it may enter the session. */
@Injectable()
export class OrderAddressees {
  constructor(
    private readonly membership: Membership,
    private readonly participants: ParticipantRepository,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly devices: DeviceHolders,
  ) {}

  /** @throws CANNOT_TAKE_PART, DEVICE_NOT_HELD, ROLE_VACANT, FORBIDDEN for those outside the giver's reach */
  async pullIn(context: CommandContext, to: Addressee): Promise<OrderProgress> {
    if ('role' in to) return issueToEach(await this.holdersOf(context, to.role));
    if ('unitId' in to) {
      if (!this.units.find(to.unitId)) throw CommandErrors.CANNOT_TAKE_PART();
      this.requireReach(context, to.unitId);
      await this.membership.inviteUnit(context, to.unitId, undefined, 'pulled_in');
      return issueTo(undefined);
    }
    const userId = 'userId' in to ? to.userId : await this.devices.of(context.tx, to.deviceId);
    const person = await this.people.find(context.tx, userId);
    if (!person?.active || !defaultSessionRole(person.roles)) throw CommandErrors.CANNOT_TAKE_PART();
    this.requireReach(context, person.unitId);
    await this.membership.invite(context, person, undefined, 'pulled_in');
    return issueTo(userId);
  }

  private async holdersOf(context: CommandContext, role: SessionRole): Promise<string[]> {
    if (!isAble(context.own, 'issue_order')) throw PlatformErrors.FORBIDDEN();
    const all = await this.participants.ofSession(context.tx, context.session.id);
    const holders = all.flatMap((one) => (one.role === role && isIn(one) && one.userId ? one.userId : []));
    if (holders.length === 0) throw CommandErrors.ROLE_VACANT({ role });
    return holders;
  }

  /** Whoever only answers for an order passes it on within their unit and downward. */
  private requireReach({ own, user }: CommandContext, unitId: string): void {
    if (isAble(own, 'issue_order') || this.units.isWithin(unitId, user.unitId)) return;
    throw PlatformErrors.FORBIDDEN();
  }
}

function isIn({ state }: Participant): boolean {
  return state === 'invited' || state === 'joined';
}
