import { WebSocketGateway, WebSocketServer, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import type { z } from 'zod';
import { sessionOf, SocketEvent } from '../../platform/index.js';
import { EventFeed } from '../events/event-feed.js';
import { MAX_PAGE } from '../events/event.schemas.js';
import { asGuest, GuestDesk } from './guest-desk.js';
import { GuestSync, GuestWords } from './guest.schemas.js';

/** The facts lane as guests have it: `join`, `sync`, `say`; the server sends `ev` and `hb`. */
@WebSocketGateway({ namespace: 'command-guests' })
export class GuestGateway implements OnGatewayInit {
  @WebSocketServer()
  namespace!: Namespace;

  constructor(
    private readonly desk: GuestDesk,
    private readonly feed: EventFeed,
  ) {}

  afterInit(): void {
    this.feed.attachGuests(this.namespace);
  }

  /** As members do: the room first, the record then. */
  @SocketEvent({ event: 'join', permission: 'guest', schema: GuestSync })
  async join(socket: Socket, { after }: z.output<typeof GuestSync>) {
    const { actor } = sessionOf(socket);
    await this.feed.enterAsGuest(socket, asGuest(actor).sessionId);
    return this.desk.recordAfter(actor, after, MAX_PAGE);
  }

  @SocketEvent({ event: 'sync', permission: 'guest', schema: GuestSync })
  async sync(socket: Socket, { after }: z.output<typeof GuestSync>) {
    return this.desk.recordAfter(sessionOf(socket).actor, after, MAX_PAGE);
  }

  @SocketEvent({ event: 'say', permission: 'guest', schema: GuestWords })
  async say(socket: Socket, words: z.output<typeof GuestWords>) {
    return this.desk.say(sessionOf(socket).actor, words);
  }
}
