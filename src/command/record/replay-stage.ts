import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Socket } from 'socket.io';
import {
  Clock,
  isLineFree,
  LOGGER,
  type Logger,
  PlatformErrors,
  refusalOf,
  Rounds,
  sessionOf,
} from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { SocketActors } from '../events/socket-actors.js';
import { ReplayRun, TICK_MS } from './replay-run.js';
import { Replays } from './replays.service.js';

/** Of one instance; whoever comes later waits until somebody has seen enough. */
const MOST_AT_ONCE = 50;
const MOST_A_PERSON = 3;

/** Replays under way, one a socket, on one timer. */
@Injectable()
export class ReplayStage implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly runs = new Map<Socket, ReplayRun>();
  private lastMs = 0;
  private readonly rounds = new Rounds({
    everyMs: TICK_MS,
    work: async () => this.round(this.clock.now()),
    onFault: (error) => this.logger.warn({ err: error }, 'replays'),
  });

  constructor(
    private readonly replays: Replays,
    private readonly actors: SocketActors,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Before the database pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const run of this.runs.values()) run.stop();
    await this.rounds.stop();
  }

  round(now: Date): void {
    const elapsedMs = Math.min(Math.max(now.getTime() - this.lastMs, 0), 4 * TICK_MS);
    this.lastMs = now.getTime();
    for (const [socket, run] of this.runs) {
      run.advance(elapsedMs);
      if (!socket.connected) this.leave(socket);
    }
  }

  /** In the place of one that the socket had. @throws NOT_FOUND, FORBIDDEN, RATE_LIMITED */
  async play(socket: Socket, sessionId: string, from: Date | undefined, speed: number) {
    if (!this.runs.get(socket)?.isUnderWay) this.requireRoom(sessionOf(socket).actor.id);
    const line = {
      load: async (at: Date | undefined, stepMs: number) =>
        this.replays.page(await this.actors.of(socket), sessionId, { from: at, stepMs }),
      requireRight: async () => this.replays.requireReadable(await this.actors.of(socket), sessionId),
      tell: (event: string, message: object) => socket.emit(event, { sessionId, ...message }),
      isFree: () => isLineFree(socket),
    };
    this.leave(socket);
    const run = new ReplayRun(line, speed, (error) => refusalOf(error).error.code);
    this.runs.set(socket, run);
    try {
      return await run.seek(from);
    } catch (error) {
      if (this.runs.get(socket) === run) this.leave(socket);
      throw error;
    }
  }

  /** Sets the clock of the socket's replay; one that has ended begins again. @throws BAD_STATE, RATE_LIMITED, and what loading throws */
  async seek(socket: Socket, from: Date | undefined) {
    const run = this.of(socket);
    if (!run.isUnderWay) this.requireRoom(sessionOf(socket).actor.id);
    return run.seek(from);
  }

  /** @throws BAD_STATE when the socket has none */
  of(socket: Socket): ReplayRun {
    const run = this.runs.get(socket);
    if (!run) throw CommandErrors.BAD_STATE({ subject: 'replay', state: 'not begun' });
    return run;
  }

  private requireRoom(userId: string): void {
    const underWay = [...this.runs].filter(([, run]) => run.isUnderWay);
    const own = underWay.filter(([socket]) => sessionOf(socket).actor.id === userId);
    if (underWay.length >= MOST_AT_ONCE || own.length >= MOST_A_PERSON) throw PlatformErrors.RATE_LIMITED();
  }

  leave(socket: Socket): void {
    this.runs.get(socket)?.stop();
    this.runs.delete(socket);
  }
}
