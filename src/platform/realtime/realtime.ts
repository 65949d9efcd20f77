import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Namespace, Server, Socket } from 'socket.io';
import { asAppError, PlatformErrors } from '../errors/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { sessionOf, type SocketSession } from './socket-event.js';

/** A socket outlives its token this long, so that a renewal may be on its way. */
const EXPIRY_GRACE_SECONDS = 30;
/** With the 3 s that an actor may be remembered, an ended token ends its sockets within 5 s. */
const SWEEP_MS = 1_500;
/** Connections of one user on this instance; a console has one or two. */
export const MOST_SOCKETS_OF_A_USER = 20;

/**
 * Says whose token this is, as the account is now.
 * @throws an error of status 401 once the token has ended, or ran out more than `graceSeconds` ago
 */
export type SocketAuthenticator = (token: string, graceSeconds: number) => Promise<SocketSession>;

/** The one door to all sockets: who is connected, and how a connection begins and ends. */
@Injectable()
export class Realtime implements OnApplicationShutdown {
  private server: Server | undefined;
  private readonly namespaces: Namespace[] = [];
  private authenticate: SocketAuthenticator = () => Promise.reject(PlatformErrors.UNAUTHENTICATED());
  /** Not in `socket.data`, which may travel between instances. */
  private readonly tokens = new WeakMap<Socket, string>();
  private readonly sweep: NodeJS.Timeout;
  private sweeping = false;

  constructor(@Inject(LOGGER) private readonly logger: Logger) {
    this.sweep = setInterval(() => void this.recheck(), SWEEP_MS);
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

  /** Called before a namespace connection stands. @throws UNAUTHENTICATED, RATE_LIMITED */
  async admit(socket: Socket, token: unknown): Promise<void> {
    const session = await this.take(socket, token);
    if (this.connectionsOf(session.actor.id, socket) >= MOST_SOCKETS_OF_A_USER) throw PlatformErrors.RATE_LIMITED();
    await socket.join([userRoom(session.actor.id), passRoom(session.pass)]);
  }

  /** Takes a fresh token of the same user. @throws UNAUTHENTICATED, FORBIDDEN */
  async renew(socket: Socket, token: unknown): Promise<Date> {
    const { actor, pass: before } = sessionOf(socket);
    const { pass, expiresAt } = await this.take(socket, token, actor.id);
    if (pass !== before) {
      await socket.join(passRoom(pass));
      await socket.leave(passRoom(before));
    }
    return expiresAt;
  }

  /** Ends every connection of a user, on every instance. */
  disconnectUser(userId: string): void {
    this.disconnect(userRoom(userId));
  }

  /** Ends every connection that came with what `pass` stands for, on every instance. */
  disconnectPass(pass: string): void {
    this.disconnect(passRoom(pass));
  }

  /** Open connections of this instance. */
  connections(): number {
    return this.server?.engine.clientsCount ?? 0;
  }

  private disconnect(room: string): void {
    for (const namespace of this.namespaces) namespace.in(room).disconnectSockets(true);
  }

  private async take(socket: Socket, token: unknown, userId?: string): Promise<SocketSession> {
    if (typeof token !== 'string' || token.length > 4_096) throw PlatformErrors.UNAUTHENTICATED();
    const session = await this.authenticate(token, 0);
    if (userId !== undefined && session.actor.id !== userId) throw PlatformErrors.FORBIDDEN();
    this.tokens.set(socket, token);
    (socket.data as { session?: SocketSession }).session = session;
    return session;
  }

  private connectionsOf(userId: string, newcomer: Socket): number {
    const connections = new Set<unknown>();
    for (const { adapter, sockets } of this.namespaces)
      for (const id of adapter.rooms.get(userRoom(userId)) ?? []) connections.add(sockets.get(id)?.conn ?? id);
    connections.delete(newcomer.conn);
    return connections.size;
  }

  /** Asks for every token again: whoever may no longer be here is shown out, the others keep their present rights. */
  private async recheck(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      const holders = new Map<string, Socket[]>();
      for (const namespace of this.namespaces)
        for (const socket of namespace.sockets.values()) {
          const token = this.tokens.get(socket) ?? '';
          holders.set(token, [...(holders.get(token) ?? []), socket]);
        }
      for (const [token, sockets] of holders) await this.recheckToken(token, sockets);
    } finally {
      this.sweeping = false;
    }
  }

  private async recheckToken(token: string, sockets: readonly Socket[]): Promise<void> {
    try {
      const session = await this.authenticate(token, EXPIRY_GRACE_SECONDS);
      // A socket that was renewed meanwhile has a token of its own.
      for (const socket of sockets)
        if (this.tokens.get(socket) === token) (socket.data as { session?: SocketSession }).session = session;
    } catch (thrown) {
      const { code, entry } = asAppError(thrown);
      if (entry.status !== 401) {
        this.logger.warn({ code, err: thrown }, 'tokens of sockets could not be checked');
        return;
      }
      for (const socket of sockets) {
        if (this.tokens.get(socket) !== token) continue;
        this.logger.info({ code, actor: sessionOf(socket).actor.id }, 'socket closed: its token has ended');
        socket.disconnect(true);
      }
    }
  }
}

function userRoom(userId: string): string {
  return `user:${userId}`;
}

function passRoom(pass: string): string {
  return `pass:${pass}`;
}
