import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { UserActor } from '../../identity/index.js';
import { EventFeed } from '../events/event-feed.js';
import type { SyncInput } from '../events/event.schemas.js';
import { viewerOf } from '../events/session-event.js';
import { PresenceBoard } from '../presence/presence-board.js';
import type { Presence } from '../presence/presence.rules.js';
import type { PresenceInput } from '../presence/presence.schemas.js';
import { SessionReader } from './session-reader.js';
import { SessionSnapshots, type SyncAnswer } from './session-snapshots.js';

interface WhoIsThere {
  readonly presence: readonly Presence[];
}

/** How a socket comes into a session and catches up. */
@Injectable()
export class SessionEntrance {
  constructor(
    private readonly sessions: SessionReader,
    private readonly feed: EventFeed,
    private readonly presence: PresenceBoard,
    private readonly snapshots: SessionSnapshots,
  ) {}

  /** Enters the room first and reads then: what is committed between the two comes twice and is dropped by number; the other order would lose it. */
  async join(socket: Socket, actor: UserActor, wish: z.output<typeof SyncInput>): Promise<SyncAnswer & WhoIsThere> {
    await this.sessions.requireReadable(actor, wish.sessionId);
    await this.feed.enter(socket, wish.sessionId, viewerOf(actor));
    const presence = await this.presence.arrive(socket, wish.sessionId);
    return { ...(await this.snapshots.sync(actor, wish)), presence };
  }

  async sync(actor: UserActor, wish: z.output<typeof SyncInput>): Promise<SyncAnswer> {
    return this.snapshots.sync(actor, wish);
  }

  /** @throws NOT_FOUND */
  async say(socket: Socket, actor: UserActor, { sessionId, state }: z.output<typeof PresenceInput>): Promise<void> {
    await this.sessions.requireReadable(actor, sessionId);
    this.presence.say(socket, sessionId, state);
  }
}
