import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../identity/index.js';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { can } from '../sessions/session-roles.js';
import { REMEMBERED_MS, SessionRosters } from '../signals/session-roster.js';
import { SignalBoard } from '../signals/signal-board.js';
import type { SignalInput } from '../signals/signal.schemas.js';
import { type Still, StillShelf } from './still-shelf.js';
import { MOST_STILL_BYTES, MOST_STILL_PIXELS, STILL_PACE_MS, stillFault } from './still.rules.js';

type StillInput = Extract<SignalInput, { kind: 'still' }>;

/** Takes the stills of whoever has consented to show what they see, and passes them to those who may look. */
@Injectable()
export class StillDesk {
  /** Requests that ended a moment ago: a picture that was on its way meanwhile is not taken. */
  private readonly ended = new Map<string, number>();

  constructor(
    private readonly rosters: SessionRosters,
    private readonly board: SignalBoard,
    private readonly shelf: StillShelf,
  ) {}

  /** @throws NOT_SHOWING, FORBIDDEN (somebody else's consent), RATE_LIMITED, TOO_LARGE, STILL_NOT_JPEG, STILL_TOO_WIDE */
  async take(userId: string, { sessionId, requestId, at, jpeg }: StillInput, now: Date): Promise<void> {
    await this.requireConsent(sessionId, requestId, userId, now);
    if (this.ended.has(requestId)) throw CommandErrors.NOT_SHOWING();
    const last = this.shelf.last(requestId);
    if (last && now.getTime() - last.receivedAt.getTime() < STILL_PACE_MS) throw PlatformErrors.RATE_LIMITED();
    const bytes = Buffer.from(jpeg, 'base64');
    requirePicture(bytes);
    this.shelf.keep(requestId, { sessionId, at: new Date(at), receivedAt: now, bytes, holderUserId: userId });
    this.board.put(sessionId, { kind: 'still', userId, requestId, at, jpeg }, now);
  }

  /** Nothing of it is shown or kept from now on. */
  end(sessionId: string, requestId: string, userId: string, now: Date): void {
    this.ended.set(requestId, now.getTime());
    this.rosters.forget(sessionId);
    this.shelf.drop(requestId);
    this.board.end(sessionId, { kind: 'still', userId, requestId }, now);
  }

  /** What somebody who may look at it can make evidence: the last one, or the one of a time. */
  async stillFor(
    user: Pick<UserActor, 'id'>,
    sessionId: string,
    { requestId, at }: { readonly requestId: string; readonly at?: string },
  ): Promise<Still | undefined> {
    if (!can(await this.rosters.roleOf(sessionId, user.id), 'monitor')) return undefined;
    const still = this.shelf.find(requestId, at === undefined ? undefined : new Date(at));
    return still?.sessionId === sessionId ? still : undefined;
  }

  /** Lets go of what nobody can ask for any more, also where another instance heard of the end. */
  async sweep(now: Date): Promise<void> {
    for (const [requestId, at] of this.ended) if (now.getTime() - at > 10 * REMEMBERED_MS) this.ended.delete(requestId);
    this.shelf.sweep(now);
    for (const { requestId, sessionId, holderUserId } of this.shelf.held()) {
      const { showings } = await this.rosters.of(sessionId);
      if (!showings.has(requestId)) this.end(sessionId, requestId, holderUserId, now);
    }
  }

  private async requireConsent(sessionId: string, requestId: string, userId: string, now: Date): Promise<void> {
    const { showings } = await this.rosters.of(sessionId);
    const showing = showings.get(requestId);
    if (!showing || showing.untilAt <= now) throw CommandErrors.NOT_SHOWING();
    if (showing.holderUserId !== userId) throw PlatformErrors.FORBIDDEN();
  }
}

function requirePicture(bytes: Buffer): void {
  const fault = stillFault(bytes);
  if (fault === 'TOO_LARGE') throw PlatformErrors.TOO_LARGE({ limitBytes: MOST_STILL_BYTES });
  if (fault === 'NOT_JPEG') throw CommandErrors.STILL_NOT_JPEG();
  if (fault === 'TOO_WIDE') throw CommandErrors.STILL_TOO_WIDE({ most: MOST_STILL_PIXELS });
}
