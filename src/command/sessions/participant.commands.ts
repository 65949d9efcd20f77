import { Injectable } from '@nestjs/common';
import { Notices, People, UnitTree } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { heldRole, Membership } from '../commands/membership.js';
import { ParticipantRepository } from './participant.repository.js';
import { requireMayChange } from './part-changes.js';
import { noticeTo, SessionNotices } from './session.notices.js';
import { defaultSessionRole } from './session-roles.js';

@Injectable()
export class ParticipantCommands {
  constructor(
    private readonly membership: Membership,
    private readonly participants: ParticipantRepository,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly notices: Notices,
  ) {}

  readonly handlers: Handlers<'participant.invite' | 'participant.join' | 'participant.leave' | 'participant.request'> =
    {
      'participant.invite': (context, payload) => this.invite(context, payload),
      'participant.join': (context) => this.join(context),
      'participant.leave': (context) => this.leave(context),
      'participant.request': (context, payload) => this.request(context, payload),
    };

  private async invite(context: CommandContext, payload: Payload<'participant.invite'>): Promise<Effect> {
    if ('unitId' in payload) {
      if (!this.units.find(payload.unitId)) throw CommandErrors.CANNOT_TAKE_PART();
      const standing = context.invitedUnits.find(({ unitId }) => unitId === payload.unitId)?.role;
      requireMayChange(context, standing, payload.role);
      await this.membership.inviteUnit(context, payload.unitId, payload.role, 'invited');
      return {};
    }
    const person = await this.people.find(context.tx, payload.userId);
    if (!person?.active || !defaultSessionRole(person.roles)) throw CommandErrors.CANNOT_TAKE_PART();
    const part = await this.participants.find(context.tx, context.session.id, person.id);
    // Roles of those who have joined are changed as such, by `participant.setRole`.
    if (part?.state === 'joined') throw CommandErrors.ALREADY_JOINED();
    requireMayChange(context, heldRole(part), payload.role);
    await this.membership.invite(context, person, payload.role, 'invited');
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

  private async request(context: CommandContext, { role }: Payload<'participant.request'>): Promise<Effect> {
    const { tx, own, user, session } = context;
    if (own?.state === 'joined') throw CommandErrors.ALREADY_JOINED();
    if (own?.state === 'invited' || own?.state === 'requested')
      throw CommandErrors.BAD_STATE({ subject: 'participant', state: own.state });
    if (!defaultSessionRole(user.roles)) throw CommandErrors.CANNOT_TAKE_PART();
    await this.membership.ask(context, role);
    const words = { title: session.title, name: user.name, unit: user.unitName };
    const content = SessionNotices.SESSION_ENTRY_REQUESTED(words);
    await this.notices.tell(tx, noticeTo(session.commanderUserId, context, content));
    return { facts: { name: user.name, unitName: user.unitName } };
  }

  private async leave(context: CommandContext): Promise<Effect> {
    const { own, session, user } = context;
    if (!own) throw CommandErrors.CANNOT_TAKE_PART();
    await this.membership.end(context, { ...own, userId: user.id }, 'left');
    const offered = session.offeredToUserId === user.id;
    return offered ? { session: { offeredToUserId: null, offerExpiresAt: null } } : {};
  }
}
