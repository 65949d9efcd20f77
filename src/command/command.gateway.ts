import { WebSocketGateway, WebSocketServer, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import type { z } from 'zod';
import { asUser } from '../identity/index.js';
import { SocketEvent } from '../platform/index.js';
import { SocketCommand } from './commands/command.schemas.js';
import { CommandsService } from './commands/commands.service.js';
import { EventFeed } from './events/event-feed.js';
import { MAX_PAGE, SyncInput } from './events/event.schemas.js';
import { viewerOf } from './events/session-event.js';
import { SocketActors } from './events/socket-actors.js';
import { SessionReader } from './sessions/session-reader.js';

/** The facts lane of sessions: `join`, `sync`, `cmd`; the server sends `ev`, `hb` and `left`. */
@WebSocketGateway({ namespace: 'command' })
export class CommandGateway implements OnGatewayInit {
  @WebSocketServer()
  namespace!: Namespace;

  constructor(
    private readonly sessions: SessionReader,
    private readonly commands: CommandsService,
    private readonly feed: EventFeed,
    private readonly actors: SocketActors,
  ) {}

  afterInit(): void {
    this.feed.attach(this.namespace);
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
}
