import { Injectable } from '@nestjs/common';
import { People } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { canCommand, ROLE_AFTER_COMMAND } from '../sessions/session-roles.js';
import { afterSessionStep, OFFER_VALID_MS, type SessionStep } from '../sessions/session.rules.js';
import type { CommandContext, Effect, Handlers } from './command-context.js';
import type { Payload } from './command-types.js';
import { Membership } from './membership.js';

type AuthorityType =
  | 'command.offer'
  | 'command.accept'
  | 'command.takeOver'
  | 'session.suspend'
  | 'session.resume'
  | 'session.close'
  | 'session.reopen';

/** Who commands, and whether the session runs. */
@Injectable()
export class AuthorityCommands {
  constructor(
    private readonly membership: Membership,
    private readonly participants: ParticipantRepository,
    private readonly people: People,
  ) {}

  readonly handlers: Handlers<AuthorityType> = {
    'command.offer': (context, payload) => this.offer(context, payload),
    'command.accept': (context) => this.accept(context),
    'command.takeOver': (context) => this.passCommand(context),
    'session.suspend': (context) => step(context, 'suspend'),
    'session.resume': (context) => step(context, 'resume'),
    'session.close': (context) => step(context, 'close'),
    'session.reopen': (context) => step(context, 'reopen'),
  };

  private async offer(context: CommandContext, { toUserId }: Payload<'command.offer'>): Promise<Effect> {
    const { tx, session, now } = context;
    const [person, part] = [
      await this.people.find(tx, toUserId),
      await this.participants.find(tx, session.id, toUserId),
    ];
    const able = person?.active && canCommand(person.roles) && part?.state === 'joined';
    if (!able || toUserId === session.commanderUserId) throw CommandErrors.CANNOT_COMMAND();
    const offerExpiresAt = new Date(now.getTime() + OFFER_VALID_MS);
    return {
      facts: { toName: person.displayName, expiresAt: offerExpiresAt.toISOString() },
      session: { offeredToUserId: toUserId, offerExpiresAt },
    };
  }

  private async accept(context: CommandContext): Promise<Effect> {
    if (context.own?.state !== 'joined') throw CommandErrors.CANNOT_COMMAND();
    return this.passCommand(context);
  }

  /** The former commander stays, heard but without authority; whatever they still have under way is stale from now on. */
  private async passCommand(context: CommandContext): Promise<Effect> {
    const { tx, session, user } = context;
    const former = await this.participants.find(tx, session.id, session.commanderUserId);
    if (former) await this.membership.setRole(context, former, ROLE_AFTER_COMMAND);
    await this.membership.enter(context, 'commander');
    const epoch = session.epoch + 1;
    return {
      facts: { fromUserId: session.commanderUserId, epoch },
      session: {
        commanderUserId: user.id,
        commanderUnitId: user.unitId,
        epoch,
        offeredToUserId: null,
        offerExpiresAt: null,
      },
    };
  }
}

async function step({ session }: CommandContext, name: SessionStep): Promise<Effect> {
  const state = afterSessionStep(session.state, name);
  if (!state) throw CommandErrors.BAD_STATE({ subject: 'session', state: session.state });
  return { facts: { state }, session: { state } };
}
