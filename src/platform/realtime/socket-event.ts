import { applyDecorators, SetMetadata, UseFilters } from '@nestjs/common';
import { SubscribeMessage } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { Actor } from '../actor.js';
import { PlatformErrors } from '../errors/index.js';
import { inputFaults } from '../http/index.js';
import { SocketRefusalFilter } from './socket-refusal.filter.js';
import { refuse } from './socket-refusal.js';

/** What authentication left on a socket. */
export interface SocketSession {
  actor: Actor;
  expiresAt: Date;
  /** What the token stands for, such as a log-in or a key: its sockets end together. */
  pass: string;
}

export interface SocketEventOptions {
  readonly event: string;
  /** A verb of the permission table, as for routes. */
  readonly permission: string;
  readonly schema: z.ZodType;
}

export const SOCKET_EVENT = 'skydocket:socket-event';

/** Largest message a handler sees, in bytes of JSON. */
export const MESSAGE_LIMIT_BYTES = 64 * 1024;

type SocketHandler = (socket: Socket, input: unknown) => Promise<object | void>;

/** Decides whether the actor's role holds a permission; set by identity at start. */
let mayUse: (actor: Actor, permission: string) => boolean = () => false;

export function setSocketPermissionRule(rule: (actor: Actor, permission: string) => boolean): void {
  mayUse = rule;
}

/**
 * Declares a socket event with its rule and shape. The handler `(socket, input)` gives the fields of
 * the answer; the caller always gets an ack: `{ok: true, …}`, or `{ok: false, error}` when refused, which is logged.
 */
export function SocketEvent(options: SocketEventOptions): MethodDecorator {
  return (target: object, key: string | symbol, descriptor: PropertyDescriptor) => {
    const handler = descriptor.value as SocketHandler;
    const answered = async function (this: unknown, socket: Socket, payload: unknown): Promise<object> {
      try {
        const input = admit(socket, payload, options);
        return { ok: true, ...(await handler.call(this, socket, input)) };
      } catch (error) {
        return refuse(socket, options.event, error);
      }
    };
    Object.defineProperty(answered, 'name', { value: String(key) });
    descriptor.value = answered;
    applyDecorators(
      SubscribeMessage(options.event),
      SetMetadata(SOCKET_EVENT, options),
      UseFilters(new SocketRefusalFilter()),
    )(target, key, descriptor);
  };
}

function admit(socket: Socket, payload: unknown, { permission, schema }: SocketEventOptions): unknown {
  const session = sessionOf(socket);
  if (!mayUse(session.actor, permission)) throw PlatformErrors.FORBIDDEN();
  if (Buffer.byteLength(JSON.stringify(payload) ?? '') > MESSAGE_LIMIT_BYTES)
    throw PlatformErrors.TOO_LARGE({ limitBytes: MESSAGE_LIMIT_BYTES });
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw PlatformErrors.VALIDATION_FAILED({ errors: inputFaults(parsed.error.issues) });
  return parsed.data;
}

/** @throws UNAUTHENTICATED when the socket's token has run out */
export function sessionOf(socket: Socket): SocketSession {
  const session = (socket.data as { session?: SocketSession }).session;
  if (!session) throw PlatformErrors.UNAUTHENTICATED();
  return session;
}
