import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { MessageMappingProperties } from '@nestjs/websockets';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { EMPTY, type Observable } from 'rxjs';
import type { Namespace, Server, ServerOptions, Socket } from 'socket.io';
import { Clock } from '../clock/index.js';
import type { Config } from '../config/index.js';
import { PlatformErrors } from '../errors/index.js';
import type { Logger } from '../logging/index.js';
import { EventPace } from './event-pace.rules.js';
import { Realtime } from './realtime.js';
import { RedisLine } from './redis-line.js';
import { refusalOf, logSocketRefusals, refuse } from './socket-refusal.js';

const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 8_000;
/** A connection that has not proved who it is by then ends. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Of one socket; further ones are refused with RATE_LIMITED. */
export const MOST_EVENTS_PER_SECOND = 200;
const LONGEST_EVENT_NAME = 100;

type Ack = (answer: unknown) => void;

/**
 * socket.io as we run it: WebSocket only, own origins only, authenticated before the connection stands,
 * every event answered. Connection state recovery is off: facts come from the event log.
 */
export class SocketAdapter extends IoAdapter {
  private readonly realtime: Realtime;
  private readonly clock: Clock;
  private redis: RedisLine | undefined;

  constructor(
    app: INestApplicationContext,
    private readonly config: Config,
    private readonly log: Logger,
  ) {
    super(app);
    this.realtime = app.get(Realtime);
    this.clock = app.get(Clock);
    logSocketRefusals(log);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      transports: ['websocket'],
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      perMessageDeflate: false,
      allowRequest: (request: IncomingMessage, decide: (error: string | null, allowed: boolean) => void) =>
        decide(null, this.originAllowed(request)),
      ...(this.config.REDIS_URL && { adapter: this.streamsAdapter(this.config.REDIS_URL) }),
    } as ServerOptions);
    this.realtime.attach(server);
    server.on('new_namespace', (namespace: Namespace) => this.guard(namespace));
    this.guard(server.of('/'));
    return server;
  }

  override bindMessageHandlers(
    socket: Socket,
    handlers: MessageMappingProperties[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    const byEvent = new Map(handlers.map((handler) => [handler.message as string, handler]));
    const pace = new EventPace(MOST_EVENTS_PER_SECOND);
    // The protocol allows numbers as names.
    socket.onAny((name: string | number, ...values: unknown[]) => {
      const event = String(name).slice(0, LONGEST_EVENT_NAME);
      const ack = values.findLast((value): value is Ack => typeof value === 'function');
      const excess = pace.take(this.clock.now());
      if (excess !== 'within') {
        const limited = PlatformErrors.RATE_LIMITED();
        // One line a second, however fast they come.
        return ack?.(excess === 'first' ? refuse(socket, event, limited) : refusalOf(limited));
      }
      const handler = byEvent.get(event);
      if (event === 'auth') return this.renew(socket, values[0], ack);
      if (!handler) return ack?.(refuse(socket, event, PlatformErrors.UNKNOWN_EVENT({ event })));
      const payload = values.find((value) => typeof value !== 'function');
      let answered = false;
      const answer = (value: unknown): void => {
        answered = true;
        ack?.(value);
      };
      transform(handler.callback(payload, answer) ?? EMPTY).subscribe({
        next: answer,
        error: (error: unknown) => answer(refuse(socket, event, error)),
        // A handler that says nothing ends the stream without a value; the caller is answered all the same.
        complete: () => answered || answer(refuse(socket, event, PlatformErrors.INTERNAL())),
      });
      return undefined;
    });
  }

  override async close(server: Server): Promise<void> {
    await super.close(server);
    this.redis?.hangUp();
  }

  private guard(namespace: Namespace): void {
    this.realtime.follow(namespace);
    namespace.use((socket, next) => {
      const token: unknown = (socket.handshake.auth as { token?: unknown }).token;
      this.realtime
        .admit(socket, token)
        .then(() => next())
        .catch((error: unknown) => {
          const { error: problem } = refusalOf(error);
          next(Object.assign(new Error(problem.code), { data: problem }));
        });
    });
  }

  private renew(socket: Socket, payload: unknown, ack: Ack | undefined): void {
    const token: unknown = (payload as { token?: unknown } | null | undefined)?.token;
    this.realtime
      .renew(socket, token)
      .then((expiresAt) => ack?.({ ok: true, expiresAt: expiresAt.toISOString() }))
      .catch((error: unknown) => {
        const refusal = refuse(socket, 'auth', error);
        ack?.(refusal);
      });
  }

  /** Requests without an Origin do not come from a web page. */
  private originAllowed(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (!origin) return true;
    const known = [
      this.config.SKYDOCKET_PUBLIC_URL && new URL(this.config.SKYDOCKET_PUBLIC_URL).origin,
      ...this.config.SKYDOCKET_ORIGINS,
    ];
    try {
      return new URL(origin).host === host || known.includes(origin);
    } catch {
      return false;
    }
  }

  private streamsAdapter(url: string): ServerOptions['adapter'] {
    this.redis = new RedisLine(url);
    this.redis.on('error', (error) => this.log.warn({ reason: error.message }, 'redis'));
    return createAdapter(this.redis) as ServerOptions['adapter'];
  }
}
