import { Injectable } from '@nestjs/common';
import { Notices, People, type Person, UnitTree } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext } from '../commands/command-context.js';
import { type EventScope, isVisible } from '../events/visibility.rules.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { TalkNotices } from './talk.notices.js';

/** Calls people to a line of chat. */
@Injectable()
export class Mentions {
  constructor(
    private readonly people: People,
    private readonly participants: ParticipantRepository,
    private readonly units: UnitTree,
    private readonly notices: Notices,
  ) {}

  /** @throws MENTION_UNHEARD for somebody who takes no part, or for whose eyes the line is not */
  async call(context: CommandContext, userIds: readonly string[], scope: EventScope): Promise<void> {
    const { tx, session, user, seq } = context;
    if (userIds.length === 0) return;
    const people = await this.people.findMany(tx, userIds);
    for (const userId of userIds) {
      const person = people.find(({ id }) => id === userId);
      if (!person || !(await this.hears(context, person, scope))) throw CommandErrors.MENTION_UNHEARD({ userId });
    }
    await this.notices.tell(tx, {
      to: { userIds: userIds.filter((id) => id !== user.id) },
      content: TalkNotices.SESSION_MENTIONED({ name: user.name, title: session.title }),
      subject: { kind: 'command_session', id: session.id },
      occasion: `line ${seq}`,
    });
  }

  private async hears({ tx, session, invitedUnits }: CommandContext, person: Person, scope: EventScope) {
    const { id: userId, unitId, active } = person;
    const tier = this.units.find(unitId)?.tier;
    if (!active || !tier) return false;
    const part = await this.participants.find(tx, session.id, userId);
    const takesPart = part
      ? part.state === 'joined' || part.state === 'invited'
      : invitedUnits.some((invited) => invited.unitId === unitId);
    return takesPart && isVisible({ seq: 1, scope }, { userId, unitId, tier });
  }
}
