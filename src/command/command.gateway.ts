import { WebSocketGateway, WebSocketServer, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import type { z } from 'zod';
import type { UserActor } from '../identity/index.js';
import { SocketEvent } from '../platform/index.js';
import { SocketCommand } from './commands/command.schemas.js';
import { CommandsService } from './commands/commands.service.js';
import { EventFeed } from './events/event-feed.js';
import { SyncInput } from './events/event.schemas.js';
import { SocketActors } from './events/socket-actors.js';
import { PresenceInput } from './presence/presence.schemas.js';
import { SessionEntrance } from './sessions/session-entrance.js';
import { SessionReader } from './sessions/session-reader.js';
import { PassingBy } from './signals/passing-by.js';
import { SignalInput, SignalView } from './signals/signal.schemas.js';
import { SocketRead } from './talk/read.schemas.js';

/**
 * The facts lane of sessions: `join`, `sync`, `cmd`, `presence`; the server sends `ev`, `hb`, `presence` and `left`. Beside it
 * what passes by: `view`, `signal`, `read`; the server sends `signals`, as far as the line is free.
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
    private readonly entrance: SessionEntrance,
  ) {}

  afterInit(): void {
    this.feed.attach(this.namespace);
    this.passing.attach(this.namespace);
  }

  @SocketEvent({ event: 'join', permission: 'session.read', schema: SyncInput })
  async join(socket: Socket, wish: z.output<typeof SyncInput>) {
    return this.entrance.join(socket, await this.actors.of(socket), wish);
  }

  @SocketEvent({ event: 'sync', permission: 'session.read', schema: SyncInput })
  async sync(socket: Socket, wish: z.output<typeof SyncInput>) {
    return this.entrance.sync(await this.actors.of(socket), wish);
  }

  /** Where the client is in front of nobody, or in the background; that it is connected is seen anyway. */
  @SocketEvent({ event: 'presence', permission: 'session.read', schema: PresenceInput })
  async presenceSaid(socket: Socket, said: z.output<typeof PresenceInput>) {
    await this.entrance.say(socket, await this.actors.of(socket), said);
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
