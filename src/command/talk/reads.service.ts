import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { SessionReader } from '../sessions/session-reader.js';
import { SignalBoard } from '../signals/signal-board.js';
import { type ReadState, ReadStateRepository } from './read-state.repository.js';
import type { ReadInput, ReadList, ReadView } from './read.schemas.js';

type View = z.input<typeof ReadView>;

/**
 * Who has got and read how much. A state of each person and not events: a line that ten people read would be eleven events,
 * and the record would tell of reading more than of what was done.
 */
@Injectable()
export class Reads {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly participants: ParticipantRepository,
    private readonly states: ReadStateRepository,
    private readonly board: SignalBoard,
    private readonly clock: Clock,
  ) {}

  /** Only forwards, and never past the record itself. @throws NOT_FOUND, BAD_STATE; FORBIDDEN for whoever takes no part */
  async advance(
    actor: Actor,
    sessionId: string,
    { deliveredUpTo, readUpTo }: z.output<typeof ReadInput>,
  ): Promise<View> {
    const { id: userId } = asUser(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      const { lastSeq, state } = await this.sessions.requireVisible(tx, actor, sessionId);
      if (state === 'closed' || state === 'archived') throw CommandErrors.BAD_STATE({ subject: 'session', state });
      const part = await this.participants.find(tx, sessionId, userId);
      if (part?.state !== 'joined') throw PlatformErrors.FORBIDDEN();
      const said = {
        userId,
        deliveredSeq: Math.min(deliveredUpTo, lastSeq),
        readSeq: Math.min(readUpTo, lastSeq),
        updatedAt: this.clock.now(),
      };
      const news = await this.states.advance(tx, sessionId, said);
      if (!news) return this.own(await this.states.ofSession(tx, sessionId), userId);
      tx.afterCommit(() => this.board.put(sessionId, { kind: 'read', ...viewOf(news) }, this.clock.now()));
      return viewOf(news);
    });
  }

  /** @throws NOT_FOUND */
  async list(actor: Actor, sessionId: string): Promise<z.input<typeof ReadList>> {
    return this.unitOfWork.read(async (tx) => {
      const { lastSeq } = await this.sessions.requireVisible(tx, actor, sessionId);
      return { items: (await this.states.ofSession(tx, sessionId)).map(viewOf), lastSeq };
    });
  }

  private own(states: readonly ReadState[], userId: string): View {
    const state = states.find((one) => one.userId === userId);
    if (!state) throw PlatformErrors.NOT_FOUND();
    return viewOf(state);
  }
}

function viewOf({ updatedAt, ...state }: ReadState): View {
  return { ...state, updatedAt: updatedAt.toISOString() };
}
