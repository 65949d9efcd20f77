import { Injectable } from '@nestjs/common';
import { type NoticeContent, Notices, People, type Person, UnitTree } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { heldRole, Membership } from '../commands/membership.js';
import { requireMayChange } from './part-changes.js';
import { type Participant, ParticipantRepository, type ParticipantState } from './participant.repository.js';
import { noticeTo, SessionNotices } from './session.notices.js';
import { defaultSessionRole, isAskable, type SessionRole } from './session-roles.js';

type MemberType =
  'participant.admit' | 'participant.decline' | 'participant.pullIn' | 'participant.setRole' | 'participant.remove';

type PersonsPart = Participant & { readonly userId: string };

/** What those who lead decide about the parts of others. */
@Injectable()
export class MemberCommands {
  constructor(
    private readonly membership: Membership,
    private readonly participants: ParticipantRepository,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly notices: Notices,
  ) {}

  readonly handlers: Handlers<MemberType> = {
    'participant.admit': (context, payload) => this.admit(context, payload),
    'participant.decline': (context, payload) => this.decline(context, payload),
    'participant.pullIn': (context, payload) => this.pullIn(context, payload),
    'participant.setRole': (context, payload) => this.setRole(context, payload),
    'participant.remove': (context, payload) => this.remove(context, payload),
  };

  private async admit(context: CommandContext, payload: Payload<'participant.admit'>): Promise<Effect> {
    const { title } = context.session;
    const { role: asked } = await this.partOf(context, payload.userId, ['requested']);
    const person = await this.personOf(context, payload.userId);
    const role = payload.role ?? (isAskable(asked) ? asked : roleOf(person));
    requireMayChange(context, role);
    await this.membership.draft(context, person, role, 'requested');
    await this.tell(context, person.id, SessionNotices.SESSION_ENTRY_ADMITTED({ title }));
    return { facts: { role, name: person.displayName } };
  }

  private async decline(context: CommandContext, { userId }: Payload<'participant.decline'>): Promise<Effect> {
    const { title } = context.session;
    await this.membership.end(context, await this.partOf(context, userId, ['requested']), 'declined');
    await this.tell(context, userId, SessionNotices.SESSION_ENTRY_DECLINED({ title }));
    return { facts: await this.nameOf(context, userId) };
  }

  /** Without being asked: only where the session's unit or the commander's has people of its own or below it. */
  private async pullIn(context: CommandContext, payload: Payload<'participant.pullIn'>): Promise<Effect> {
    const { tx, session, user } = context;
    const person = await this.personOf(context, payload.userId);
    const own = [session.unitId, session.commanderUnitId];
    if (!own.some((unitId) => this.units.isWithin(person.unitId, unitId))) throw CommandErrors.CANNOT_PULL_IN();
    const before = await this.participants.find(tx, session.id, person.id);
    if (before?.state === 'joined') throw CommandErrors.BAD_STATE({ subject: 'participant', state: before.state });
    const role = payload.role ?? roleOf(person);
    requireMayChange(context, heldRole(before), role);
    await this.membership.draft(context, person, role, 'pulled_in');
    await this.tell(context, person.id, SessionNotices.SESSION_PULLED_IN({ title: session.title, by: user.name }));
    return { facts: { role, name: person.displayName } };
  }

  private async setRole(context: CommandContext, { userId, role }: Payload<'participant.setRole'>): Promise<Effect> {
    const part = await this.partOf(context, userId, ['joined', 'invited']);
    requireMayChange(context, part.role, role);
    await this.membership.setRole(context, part, role);
    return { facts: { formerRole: part.role, ...(await this.nameOf(context, userId)) } };
  }

  private async remove(context: CommandContext, payload: Payload<'participant.remove'>): Promise<Effect> {
    const { session, user } = context;
    const { userId, reason } = payload;
    const part = await this.removable(context, userId);
    requireMayChange(context, heldRole(part));
    const isSuperior =
      part.unitId !== session.commanderUnitId && this.units.isWithin(session.commanderUnitId, part.unitId);
    if (isSuperior) throw CommandErrors.CANNOT_REMOVE_SUPERIOR();
    await this.membership.end(context, part, 'removed');
    await this.tell(
      context,
      userId,
      SessionNotices.SESSION_REMOVED({ title: session.title, by: user.name, reason: reason.slice(0, 200) }),
    );
    const facts = { formerRole: part.role, ...(await this.nameOf(context, userId)) };
    return session.offeredToUserId === userId
      ? { facts, session: { offeredToUserId: null, offerExpiresAt: null } }
      : { facts };
  }

  /** Whoever has or had a part, and who may look on by their unit: both are kept out from now on. @throws NOT_A_PARTICIPANT */
  private async removable(context: CommandContext, userId: string): Promise<PersonsPart> {
    const { tx, session, invitedUnits } = context;
    const part = await this.participants.find(tx, session.id, userId);
    if (part?.state === 'removed') throw CommandErrors.NOT_A_PARTICIPANT();
    if (part) return { ...part, userId };
    const person = await this.people.find(tx, userId);
    const open = [session.unitId, ...invitedUnits.map(({ unitId }) => unitId)];
    if (!person || !open.some((unitId) => this.units.isWithin(unitId, person.unitId)))
      throw CommandErrors.NOT_A_PARTICIPANT();
    return { ...this.membership.onlooker(session, person), userId };
  }

  /** @throws NOT_A_PARTICIPANT */
  private async partOf(
    { tx, session }: CommandContext,
    userId: string,
    states: readonly ParticipantState[],
  ): Promise<PersonsPart> {
    const part = await this.participants.find(tx, session.id, userId);
    if (!part || !states.includes(part.state)) throw CommandErrors.NOT_A_PARTICIPANT();
    return { ...part, userId };
  }

  /** @throws CANNOT_TAKE_PART */
  private async personOf({ tx }: CommandContext, userId: string): Promise<Person> {
    const person = await this.people.find(tx, userId);
    if (!person?.active || !defaultSessionRole(person.roles)) throw CommandErrors.CANNOT_TAKE_PART();
    return person;
  }

  private async nameOf({ tx }: CommandContext, userId: string): Promise<{ name?: string }> {
    const person = await this.people.find(tx, userId);
    return person ? { name: person.displayName } : {};
  }

  private async tell(context: CommandContext, userId: string, content: NoticeContent): Promise<void> {
    await this.notices.tell(context.tx, noticeTo(userId, context, content));
  }
}

function roleOf({ roles }: Person): SessionRole {
  const role = defaultSessionRole(roles);
  if (!role) throw CommandErrors.CANNOT_TAKE_PART();
  return role;
}
