import { Injectable } from '@nestjs/common';
import { EvidenceService } from '../../evidence/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { type RecordedLine, EventRepository } from '../events/event.repository.js';
import { personOf, viewerOf } from '../events/session-event.js';
import { isVisible } from '../events/visibility.rules.js';
import { scopeOf, withSpeaker } from './audience.rules.js';
import { LogNotes } from './log-notes.js';
import { Mentions } from './mentions.service.js';

/** What people say: the event itself is all there is of it. */
@Injectable()
export class TalkCommands {
  constructor(
    private readonly events: EventRepository,
    private readonly evidence: EvidenceService,
    private readonly mentions: Mentions,
    private readonly notes: LogNotes,
  ) {}

  readonly handlers: Handlers<'chat.say' | 'chat.promote' | 'log.note'> = {
    'chat.say': (context, payload) => this.say(context, payload),
    'chat.promote': (context, payload) => this.promote(context, payload),
    'log.note': (context, payload) => this.notes.enter(context, payload),
  };

  /**
   * The line names kind and digest of each item, the same for everybody who reads it: its hash has to stand. Nothing else of
   * an item goes with it; who may not see the item gets NOT_FOUND for its id, as everywhere.
   */
  private async say(context: CommandContext, payload: Payload<'chat.say'>): Promise<Effect> {
    const { tx, user } = context;
    const { audience, evidenceIds = [], mentions = [], replyTo } = payload;
    const scope = scopeOf(audience, user);
    if (replyTo !== undefined) await this.line(context, replyTo);
    await this.mentions.call(context, mentions, scope);
    const items = evidenceIds.length > 0 ? await this.evidence.requireVisible(tx, user, evidenceIds) : [];
    const evidence = items.map(({ id, kind, sha256 }) => ({ id, kind, sha256 }));
    return { scope, ...(evidence.length > 0 && { facts: { evidence } }) };
  }

  /** Makes a line part of the commander's log, for those who could read it anyway. */
  private async promote(context: CommandContext, { seq }: Payload<'chat.promote'>): Promise<Effect> {
    const { tx, session } = context;
    const line = await this.line(context, seq);
    const promotedSeq = await this.events.promotionOf(tx, session.id, seq);
    if (promotedSeq !== undefined) throw CommandErrors.ALREADY_PROMOTED({ promotedSeq });
    const { actor, occurredAt, payload, hash } = line;
    const said = { text: payload.text, by: actor, occurredAt: occurredAt.toISOString(), hash: hash.toString('hex') };
    return { scope: withSpeaker(line.scope, personOf(actor)?.userId), facts: { said } };
  }

  /** @throws LINE_UNKNOWN when there is no line of chat with this number, or it is not for the giver's eyes */
  private async line({ tx, session, user }: CommandContext, seq: number): Promise<RecordedLine> {
    const line = await this.events.line(tx, session.id, seq);
    const isHeard = line && isVisible({ ...line, actorUserId: personOf(line.actor)?.userId }, viewerOf(user));
    if (!isHeard) throw CommandErrors.LINE_UNKNOWN();
    return line;
  }
}
