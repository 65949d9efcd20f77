import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { AppError, Clock, LOGGER, type Logger } from '../../platform/index.js';
import { SessionReader } from '../sessions/session-reader.js';
import { EventFeed } from './event-feed.js';
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

  async checkRights(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      for (const { socket, sessionIds } of this.feed.occupancy()) {
        if (sessionIds.length > 0) await this.checkSocket(socket, sessionIds);
      }
    } finally {
      this.checking = false;
    }
  }

  private async checkSocket(socket: Socket, sessionIds: readonly string[]): Promise<void> {
    const visible = await this.visibleTo(socket, sessionIds);
    for (const sessionId of sessionIds) {
      if (!visible.has(sessionId)) await this.feed.expel(socket, sessionId, 'FORBIDDEN');
    }
  }

  /** Nothing, when the account itself has ended. */
  private async visibleTo(socket: Socket, sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
    const actor = await this.actors.of(socket).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'TOKEN_INVALID') return undefined;
      throw error;
    });
    return actor ? this.sessions.stillVisible(actor, sessionIds) : new Set();
  }

  private every(milliseconds: number, work: () => Promise<void>): void {
    const run = () => {
      work().catch((error: unknown) => this.logger.error({ err: error }, 'session rooms'));
    };
    this.timers.push(setInterval(run, milliseconds).unref());
  }
}
