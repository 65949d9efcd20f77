import { Inject, Injectable } from '@nestjs/common';
import { type NoticeContent, Notices, People } from '../../identity/index.js';
import { Clock, CONFIG, type Config } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { PresenceRepository } from '../presence/presence.repository.js';
import { absenceReason, minutesAway } from './absence.rules.js';
import { CommandPassing } from './command-passing.js';
import { noticeTo, SessionNotices } from './session.notices.js';
import { canCommand } from './session-roles.js';

/** Command taken without being offered: by the tier above with a reason, or by the deputy of a commander who is gone. */
@Injectable()
export class TakeOverCommands {
  /** Nobody is away for a time in which this service was not there to see them. */
  private readonly watchedSince: Date;

  constructor(
    private readonly passing: CommandPassing,
    private readonly presences: PresenceRepository,
    private readonly people: People,
    private readonly notices: Notices,
    clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.watchedSince = clock.now();
  }

  readonly handlers: Handlers<'command.takeOver' | 'command.assume'> = {
    'command.takeOver': (context, payload) => this.takeOver(context, payload),
    'command.assume': (context) => this.assume(context),
  };

  private async takeOver(context: CommandContext, { reason }: Payload<'command.takeOver'>): Promise<Effect> {
    const { session, user } = context;
    const { title } = session;
    await this.tellFormer(
      context,
      SessionNotices.COMMAND_TAKEN_OVER({ title, by: user.name, reason: reason.slice(0, 200) }),
    );
    return this.passing.pass(context);
  }

  /** Whoever gives commands is there, whether over a socket or not; and so is whoever has it in the background. */
  private async assume(context: CommandContext): Promise<Effect> {
    const { tx, session, user, now } = context;
    if (!canCommand(user.roles)) throw CommandErrors.CANNOT_COMMAND();
    const lastSeenAt = (await this.presences.lastSeen(tx, session.id, session.commanderUserId)) ?? session.createdAt;
    const minutes = this.config.SKYDOCKET_COMMAND_ABSENCE_MINUTES;
    const away = minutesAway(lastSeenAt > this.watchedSince ? lastSeenAt : this.watchedSince, now);
    if (away < minutes) throw CommandErrors.COMMANDER_PRESENT({ lastSeenAt: lastSeenAt.toISOString(), minutes });
    const former = await this.people.find(tx, session.commanderUserId);
    await this.tellFormer(context, SessionNotices.COMMAND_ASSUMED({ title: session.title, by: user.name }));
    const passed = await this.passing.pass(context);
    const reason = absenceReason(former?.displayName ?? '', away);
    return { ...passed, facts: { ...passed.facts, reason, lastSeenAt: lastSeenAt.toISOString() } };
  }

  private async tellFormer(context: CommandContext, content: NoticeContent): Promise<void> {
    await this.notices.tell(context.tx, noticeTo(context.session.commanderUserId, context, content));
  }
}
