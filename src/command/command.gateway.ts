import { WebSocketGateway, WebSocketServer, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import type { z } from 'zod';
import { asUser } from '../identity/index.js';
import { SocketEvent } from '../platform/index.js';
import { SocketCommand } from './commands/command.schemas.js';
import { CommandsService } from './commands/commands.service.js';
import { EventFeed } from './events/event-feed.js';
import { SyncInput } from './events/event.schemas.js';
import { viewerOf } from './events/session-event.js';
import { SocketActors } from './events/socket-actors.js';
import { PresenceBoard } from './presence/presence-board.js';
import { PresenceInput } from './presence/presence.schemas.js';
import { SessionReader } from './sessions/session-reader.js';
import { SessionSnapshots } from './sessions/session-snapshots.js';

/** The facts lane of sessions: `join`, `sync`, `cmd`, `presence`; the server sends `ev`, `hb`, `presence` and `left`. */
@WebSocketGateway({ namespace: 'command' })
export class CommandGateway implements OnGatewayInit {
  @WebSocketServer()
  namespace!: Namespace;

  constructor(
    private readonly sessions: SessionReader,
    private readonly commands: CommandsService,
    private readonly feed: EventFeed,
    private readonly actors: SocketActors,
    private readonly presence: PresenceBoard,
    private readonly snapshots: SessionSnapshots,
  ) {}

  afterInit(): void {
    this.feed.attach(this.namespace);
  }

  /** Enters the room first and reads then: what is committed between the two comes twice and is dropped by number; the other order would lose it. */
  @SocketEvent({ event: 'join', permission: 'session.read', schema: SyncInput })
  async join(socket: Socket, { sessionId, ...wish }: z.output<typeof SyncInput>) {
    const actor = await this.actors.of(socket);
    await this.sessions.requireReadable(actor, sessionId);
    await this.feed.enter(socket, sessionId, viewerOf(asUser(actor)));
    this.presence.greet(sessionId);
    return this.snapshots.sync(actor, { sessionId, ...wish });
  }

  @SocketEvent({ event: 'sync', permission: 'session.read', schema: SyncInput })
  async sync(socket: Socket, wish: z.output<typeof SyncInput>) {
    return this.snapshots.sync(await this.actors.of(socket), wish);
  }

  /** Where the client is in front of nobody, or in the background; that it is connected is seen anyway. */
  @SocketEvent({ event: 'presence', permission: 'session.read', schema: PresenceInput })
  async presenceSaid(socket: Socket, { sessionId, state }: z.output<typeof PresenceInput>) {
    await this.sessions.requireReadable(await this.actors.of(socket), sessionId);
    this.presence.say(socket, sessionId, state);
  }

  @SocketEvent({ event: 'cmd', permission: 'session.command', schema: SocketCommand })
  async cmd(socket: Socket, command: z.output<typeof SocketCommand>) {
    return this.commands.give(await this.actors.of(socket), command);
  }
}
