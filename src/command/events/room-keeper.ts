import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Socket } from 'socket.io';
import type { UserActor } from '../../identity/index.js';
import { AppError, Clock, LOGGER, type Logger } from '../../platform/index.js';
import { SessionReader, type SessionSubject } from '../sessions/session-reader.js';
import { EventFeed, type Occupancy } from './event-feed.js';
import { SocketActors } from './socket-actors.js';

const HEARTBEAT_MS = 10_000;
/** With the few seconds that an actor may be remembered, lost rights end within 5 s. */
const RIGHTS_MS = 1_500;

/** Keeps the rooms honest: tells how far each session is, and shows out whoever lost the right to be there. */
@Injectable()
export class RoomKeeper implements OnModuleInit, OnApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private checking = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly sessions: SessionReader,
    private readonly actors: SocketActors,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.every(HEARTBEAT_MS, () => this.beat());
    this.every(RIGHTS_MS, () => this.checkRights());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** The last number of every session that someone here is in: the only way to notice that the newest events were lost. */
  async beat(): Promise<void> {
    const sessionIds = this.feed.sessions();
    if (sessionIds.length === 0) return;
    const pulses = await this.sessions.pulses(sessionIds);
    const serverTime = this.clock.now().toISOString();
    for (const pulse of pulses) this.feed.beat(pulse.sessionId, { ...pulse, serverTime });
  }

  /** One question about the sessions and one, briefly remembered, about each person. */
  async checkRights(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      const occupancy = this.feed.occupancy();
      const sessionIds = new Set(occupancy.flatMap((one) => one.sessionIds));
      if (sessionIds.size === 0) return;
      const subjects = await this.sessions.subjects([...sessionIds]);
      for (const one of occupancy) await this.checkSocket(one, subjects);
    } finally {
      this.checking = false;
    }
  }

  private async checkSocket({ socket, sessionIds }: Occupancy, subjects: readonly SessionSubject[]): Promise<void> {
    if (sessionIds.length === 0) return;
    const actor = await this.personOn(socket);
    const readable = actor ? this.sessions.readable(actor, subjects) : new Set<string>();
    for (const sessionId of sessionIds) {
      if (!readable.has(sessionId)) await this.feed.expel(socket, sessionId, 'FORBIDDEN');
    }
  }

  /** undefined when the account itself has ended. */
  private async personOn(socket: Socket): Promise<UserActor | undefined> {
    return this.actors.of(socket).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'TOKEN_INVALID') return undefined;
      throw error;
    });
  }

  private every(milliseconds: number, work: () => Promise<void>): void {
    const run = () => {
      work().catch((error: unknown) => this.logger.error({ err: error }, 'session rooms'));
    };
    this.timers.push(setInterval(run, milliseconds).unref());
  }
}
