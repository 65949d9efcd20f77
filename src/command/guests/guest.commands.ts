import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, PlatformErrors, Realtime } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { GuestRepository } from './guest.repository.js';
import { digestOf, isLawfulStay, LONGEST_STAY_DAYS, passOfGuest } from './guest.rules.js';

@Injectable()
export class GuestCommands {
  constructor(
    private readonly guests: GuestRepository,
    private readonly realtime: Realtime,
  ) {}

  readonly handlers: Handlers<'guest.invite' | 'guest.revoke'> = {
    'guest.invite': (context, payload) => this.invite(context, payload),
    'guest.revoke': (context, payload) => this.revoke(context, payload),
  };

  /** A session that is closed has no guests any more; reopened, it invites anew. Gives whose invitations ended. */
  async endAll({ tx, session, user, now }: CommandContext): Promise<string[]> {
    const ended = await this.guests.revokeAll(tx, session.id, user.id, now);
    tx.afterCommit(() => {
      for (const guestId of ended) this.realtime.disconnectPass(passOfGuest(guestId));
    });
    return ended;
  }

  /** The token is 256 random bits, told once to whoever invites; neither record nor database can give it away. */
  private async invite(context: CommandContext, payload: Payload<'guest.invite'>): Promise<Effect> {
    const { tx, session, user, seq, now } = context;
    const { name, organisation, purpose, maySpeak = false } = payload;
    const expiresAt = new Date(payload.expiresAt);
    if (!isLawfulStay(expiresAt, now)) throw CommandErrors.GUEST_STAYS_TOO_LONG({ days: LONGEST_STAY_DAYS });
    const [guestId, token] = [newId(), randomBytes(32).toString('base64url')];
    const guest = {
      id: guestId,
      sessionId: session.id,
      name,
      organisation,
      purpose,
      maySpeak,
      expiresAt,
      invitedBy: user.id,
      invitedSeq: seq,
      enteredSeq: null,
      revokedAt: null,
    };
    await this.guests.insert(tx, guest, digestOf(token), now);
    return { facts: { guestId, maySpeak }, answer: { guestId, token } };
  }

  private async revoke(context: CommandContext, { guestId }: Payload<'guest.revoke'>): Promise<Effect> {
    const { tx, session, user, now } = context;
    const revoked = await this.guests.revoke(tx, { sessionId: session.id, id: guestId }, user.id, now);
    if (!revoked) throw PlatformErrors.NOT_FOUND();
    tx.afterCommit(() => this.realtime.disconnectPass(passOfGuest(guestId)));
    return {};
  }
}
