import { Injectable } from '@nestjs/common';
import { People, UnitTree } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import { defaultSessionRole } from '../sessions/session-roles.js';
import type { CommandContext, Effect, Handlers } from './command-context.js';
import type { Payload } from './command-types.js';
import { Membership } from './membership.js';

@Injectable()
export class ParticipantCommands {
  constructor(
    private readonly membership: Membership,
    private readonly people: People,
    private readonly units: UnitTree,
  ) {}

  readonly handlers: Handlers<'participant.invite' | 'participant.join' | 'participant.leave'> = {
    'participant.invite': (context, payload) => this.invite(context, payload),
    'participant.join': (context) => this.join(context),
    'participant.leave': (context) => this.leave(context),
  };

  private async invite(context: CommandContext, payload: Payload<'participant.invite'>): Promise<Effect> {
    if ('unitId' in payload) {
      if (!this.units.find(payload.unitId)) throw CommandErrors.CANNOT_TAKE_PART();
      await this.membership.inviteUnit(context, payload.unitId, payload.role, 'invited');
      return {};
    }
    const person = await this.people.find(context.tx, payload.userId);
    if (!person?.active || !defaultSessionRole(person.roles)) throw CommandErrors.CANNOT_TAKE_PART();
    // The commander's part ends by handing over command, not by an invitation under another role.
    const role = person.id === context.session.commanderUserId ? undefined : payload.role;
    await this.membership.invite(context, person, role, 'invited');
    return { facts: { name: person.displayName } };
  }

  private async join(context: CommandContext): Promise<Effect> {
    const { own, user, invitedUnits } = context;
    if (own?.state === 'joined') throw CommandErrors.ALREADY_JOINED();
    const byUnit = invitedUnits.find(({ unitId }) => unitId === user.unitId)?.role;
    const before = own?.state === 'invited' ? own.role : undefined;
    const role = before ?? byUnit ?? defaultSessionRole(user.roles);
    if (!role) throw CommandErrors.CANNOT_TAKE_PART();
    await this.membership.enter(context, role);
    return { facts: { role } };
  }

  private async leave(context: CommandContext): Promise<Effect> {
    const { own, session, user } = context;
    if (!own) throw CommandErrors.CANNOT_TAKE_PART();
    await this.membership.leave(context, own);
    const offered = session.offeredToUserId === user.id;
    return offered ? { session: { offeredToUserId: null, offerExpiresAt: null } } : {};
  }
}
