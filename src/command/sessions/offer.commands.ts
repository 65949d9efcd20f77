import { Injectable } from '@nestjs/common';
import { Notices, People } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { Briefings } from './briefings.js';
import { CommandPassing } from './command-passing.js';
import { ParticipantRepository } from './participant.repository.js';
import { noticeTo, SessionNotices } from './session.notices.js';
import { canCommand } from './session-roles.js';
import { OFFER_VALID_MS } from './session.rules.js';

/** Hand-over in two steps: offered with a briefing, then accepted, declined or run out. */
@Injectable()
export class OfferCommands {
  constructor(
    private readonly people: People,
    private readonly participants: ParticipantRepository,
    private readonly briefings: Briefings,
    private readonly passing: CommandPassing,
    private readonly notices: Notices,
  ) {}

  readonly handlers: Handlers<'command.offer' | 'command.accept' | 'command.decline'> = {
    'command.offer': (context, payload) => this.offer(context, payload),
    'command.accept': (context) => this.accept(context),
    'command.decline': async () => ({ session: { offeredToUserId: null, offerExpiresAt: null } }),
  };

  /** The event keeps what the service knows beside the giver's own words. */
  private async offer(context: CommandContext, { toUserId }: Payload<'command.offer'>): Promise<Effect> {
    const { tx, session, user, now } = context;
    const [person, part] = [
      await this.people.find(tx, toUserId),
      await this.participants.find(tx, session.id, toUserId),
    ];
    const able = person?.active && canCommand(person.roles) && part?.state === 'joined';
    if (!able || toUserId === session.commanderUserId) throw CommandErrors.CANNOT_COMMAND();
    const offerExpiresAt = new Date(now.getTime() + OFFER_VALID_MS);
    const content = SessionNotices.COMMAND_OFFERED({ title: session.title, by: user.name });
    await this.notices.tell(tx, noticeTo(toUserId, context, content));
    return {
      facts: {
        toName: person.displayName,
        expiresAt: offerExpiresAt.toISOString(),
        snapshot: await this.briefings.of(tx, session, now),
      },
      session: { offeredToUserId: toUserId, offerExpiresAt },
    };
  }

  private async accept(context: CommandContext): Promise<Effect> {
    if (context.own?.state !== 'joined') throw CommandErrors.CANNOT_COMMAND();
    return this.passing.pass(context);
  }
}
