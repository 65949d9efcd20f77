import { WebSocketGateway, WebSocketServer, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import type { z } from 'zod';
import { asUser, type UserActor } from '../identity/index.js';
import { SocketEvent } from '../platform/index.js';
import { SocketCommand } from './commands/command.schemas.js';
import { CommandsService } from './commands/commands.service.js';
import { EventFeed } from './events/event-feed.js';
import { MAX_PAGE, SyncInput } from './events/event.schemas.js';
import { viewerOf } from './events/session-event.js';
import { SocketActors } from './events/socket-actors.js';
import { SessionReader } from './sessions/session-reader.js';
import { PassingBy } from './signals/passing-by.js';
import { SignalInput, SignalView } from './signals/signal.schemas.js';
import { SocketRead } from './talk/read.schemas.js';

/**
 * The facts lane of sessions: `join`, `sync`, `cmd`; the server sends `ev`, `hb` and `left`. Beside it what passes by: `view`,
 * `signal`, `read`; the server sends `signals`, as far as the line is free.
 */
@WebSocketGateway({ namespace: 'command' })
export class CommandGateway implements OnGatewayInit {
  @WebSocketServer()
  namespace!: Namespace;

  constructor(
    private readonly sessions: SessionReader,
    private readonly commands: CommandsService,
    private readonly feed: EventFeed,
    private readonly actors: SocketActors,
    private readonly passing: PassingBy,
  ) {}

  afterInit(): void {
    this.feed.attach(this.namespace);
    this.passing.attach(this.namespace);
  }

  /** Enters the room first and reads then: what is committed between the two comes twice and is dropped by number; the other order would lose it. */
  @SocketEvent({ event: 'join', permission: 'session.read', schema: SyncInput })
  async join(socket: Socket, { sessionId, after }: z.output<typeof SyncInput>) {
    const actor = await this.actors.of(socket);
    await this.sessions.requireReadable(actor, sessionId);
    await this.feed.enter(socket, sessionId, viewerOf(asUser(actor)));
    return this.sessions.recordAfter(actor, sessionId, after, MAX_PAGE);
  }

  @SocketEvent({ event: 'sync', permission: 'session.read', schema: SyncInput })
  async sync(socket: Socket, { sessionId, after }: z.output<typeof SyncInput>) {
    return this.sessions.recordAfter(await this.actors.of(socket), sessionId, after, MAX_PAGE);
  }

  @SocketEvent({ event: 'cmd', permission: 'session.command', schema: SocketCommand })
  async cmd(socket: Socket, command: z.output<typeof SocketCommand>) {
    return this.commands.give(await this.actors.of(socket), command);
  }

  @SocketEvent({ event: 'view', permission: 'session.read', schema: SignalView })
  async view(socket: Socket, view: z.output<typeof SignalView>) {
    await this.passing.look(socket, await this.memberOn(socket, view.sessionId), view);
  }

  @SocketEvent({ event: 'signal', permission: 'session.command', schema: SignalInput })
  async signal(socket: Socket, signal: SignalInput) {
    await this.passing.signal(socket, await this.memberOn(socket, signal.sessionId), signal);
  }

  @SocketEvent({ event: 'read', permission: 'session.command', schema: SocketRead })
  async read(socket: Socket, read: z.output<typeof SocketRead>) {
    return this.passing.read(await this.actors.of(socket), read);
  }

  /** Whoever has entered the room may read the session, and loses the room with that right. @throws NOT_FOUND */
  private async memberOn(socket: Socket, sessionId: string): Promise<UserActor> {
    const actor = await this.actors.of(socket);
    if (!this.feed.isIn(socket, sessionId)) await this.sessions.requireReadable(actor, sessionId);
    return actor;
  }
}
