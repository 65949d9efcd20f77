import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Namespace, Server, Socket } from 'socket.io';
import { Clock } from '../clock/index.js';
import { PlatformErrors } from '../errors/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { sessionOf, type SocketSession } from './socket-event.js';

/** A socket outlives its token this long, so that a renewal may be on its way. */
const EXPIRY_GRACE_MS = 30_000;
const EXPIRY_SWEEP_MS = 5_000;

export type SocketAuthenticator = (token: string) => Promise<SocketSession>;

/** The one door to all sockets: who is connected, and how a connection begins and ends. */
@Injectable()
export class Realtime implements OnApplicationShutdown {
  private server: Server | undefined;
  private readonly namespaces: Namespace[] = [];
  private authenticate: SocketAuthenticator = () => Promise.reject(PlatformErrors.UNAUTHENTICATED());
  private readonly sweep: NodeJS.Timeout;

  constructor(
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.sweep = setInterval(() => this.closeExpired(), EXPIRY_SWEEP_MS);
    this.sweep.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweep);
  }

  attach(server: Server): void {
    this.server = server;
  }

  /** Every namespace is told of here, so that leaving is possible from all of them. */
  follow(namespace: Namespace): void {
    this.namespaces.push(namespace);
  }

  /** Identity says how a token becomes an actor. */
  authenticateWith(authenticator: SocketAuthenticator): void {
    this.authenticate = authenticator;
  }

  /** Called before a namespace connection stands. @throws UNAUTHENTICATED */
  async admit(socket: Socket, token: unknown): Promise<void> {
    const session = await this.sessionFor(token);
    (socket.data as { session?: SocketSession }).session = session;
    await socket.join(userRoom(session.actor.id));
  }

  /** Takes a fresh token of the same user. @throws UNAUTHENTICATED, FORBIDDEN */
  async renew(socket: Socket, token: unknown): Promise<Date> {
    const session = await this.sessionFor(token);
    if (session.actor.id !== sessionOf(socket).actor.id) throw PlatformErrors.FORBIDDEN();
    (socket.data as { session?: SocketSession }).session = session;
    return session.expiresAt;
  }

  /** Ends every connection of a user, on every instance. */
  disconnectUser(userId: string): void {
    for (const namespace of this.namespaces) namespace.in(userRoom(userId)).disconnectSockets(true);
  }

  /** Open connections of this instance. */
  connections(): number {
    return this.server?.engine.clientsCount ?? 0;
  }

  private async sessionFor(token: unknown): Promise<SocketSession> {
    if (typeof token !== 'string' || token.length > 4_096) throw PlatformErrors.UNAUTHENTICATED();
    return this.authenticate(token);
  }

  private closeExpired(): void {
    const limit = this.clock.now().getTime() - EXPIRY_GRACE_MS;
    for (const namespace of this.namespaces) {
      for (const socket of namespace.sockets.values()) {
        const session = (socket.data as { session?: SocketSession }).session;
        if (session && session.expiresAt.getTime() >= limit) continue;
        this.logger.info({ actor: session?.actor.id }, 'socket closed: token expired');
        socket.disconnect(true);
      }
    }
  }
}

function userRoom(userId: string): string {
  return `user:${userId}`;
}
