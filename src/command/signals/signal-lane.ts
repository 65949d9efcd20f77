import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import type { BoundingBox } from '../../geo/index.js';
import { Clock, cutOff, isLineFree, LOGGER, type Logger, Metrics, Rounds, StuckLines } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { EventFeed } from '../events/event-feed.js';
import { can } from '../sessions/session-roles.js';
import { type Roster, SessionRosters } from './session-roster.js';
import { SignalBoard } from './signal-board.js';
import { SignalViewer } from './signal-viewer.js';

const FRAME_MS = 500;

/**
 * Sends what passes by: the latest of each, twice a second, to those who look. Nobody waits for a slow client: it is left
 * out, and told the latest once its line is free; one that does not read at all has to connect anew.
 */
@Injectable()
export class SignalLane implements BeforeApplicationShutdown {
  private readonly viewers = new Map<Socket, Map<string, SignalViewer>>();
  private readonly stuck = new StuckLines<Socket>();
  private namespace: Namespace | undefined;
  private readonly rounds = new Rounds({
    everyMs: FRAME_MS,
    work: () => this.round(),
    onFault: (error) => this.logger.error({ err: error }, 'signals of sessions'),
  });
  private readonly skipped;
  private readonly cut;

  constructor(
    private readonly board: SignalBoard,
    private readonly rosters: SessionRosters,
    private readonly feed: EventFeed,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.skipped = metrics.counter('command_signals_skipped_total', 'Frames of signals left out: the line was busy');
    this.cut = metrics.counter('command_slow_sockets_total', 'Sockets of sessions that were cut off for not reading');
  }

  attach(namespace: Namespace): void {
    this.namespace = namespace;
    this.rounds.start();
  }

  /** Before the database pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** @throws NOT_TAKING_PART outside the session's room: whoever loses the right to read it is shown out there */
  look(socket: Socket, sessionId: string, userId: string, bbox: BoundingBox | undefined): void {
    if (!this.feed.isIn(socket, sessionId)) throw CommandErrors.NOT_TAKING_PART();
    const own = this.viewers.get(socket) ?? new Map<string, SignalViewer>();
    if (!this.viewers.has(socket)) socket.once('disconnect', () => this.viewers.delete(socket));
    this.viewers.set(socket, own);
    const viewer = own.get(sessionId) ?? new SignalViewer(sessionId, userId);
    own.set(sessionId, viewer);
    viewer.look(bbox);
  }

  /** One frame for everyone who is free to take it. */
  async round(): Promise<void> {
    const now = this.clock.now();
    this.cutStuck(now);
    this.board.age(now);
    this.rosters.sweep();
    for (const [socket, own] of this.viewers) for (const viewer of own.values()) await this.tell(socket, viewer, now);
  }

  private async tell(socket: Socket, viewer: SignalViewer, now: Date): Promise<void> {
    const { sessionId, userId } = viewer;
    const roster = await this.rosters.of(sessionId);
    if (!roster.members.has(userId) || !this.feed.isIn(socket, sessionId))
      return void this.viewers.get(socket)?.delete(sessionId);
    if (!isLineFree(socket)) return this.skipped.inc();
    const frame = viewer.frame(this.board, seesStills(roster, userId), now);
    if (frame) socket.volatile.emit('signals', { sessionId, at: now.toISOString(), ...frame });
  }

  private cutStuck(now: Date): void {
    for (const socket of this.stuck.among(this.namespace?.sockets.values() ?? [], now)) {
      this.cut.inc();
      this.logger.warn({ code: 'SLOW', socket: socket.id }, 'socket cut off: it does not read');
      cutOff(socket);
    }
  }
}

function seesStills({ members }: Roster, userId: string): boolean {
  return can(members.get(userId), 'monitor');
}
