import type { Socket } from 'socket.io';
import { asAppError } from '../errors/index.js';
import type { Logger } from '../logging/index.js';
import type { SocketSession } from './socket-event.js';

export interface SocketRefusal {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } & Record<
    string,
    unknown
  >;
}

export function refusalOf(thrown: unknown): SocketRefusal {
  const error = asAppError(thrown);
  return {
    ok: false,
    error: { ...error.details, code: error.code, message: error.message, retryable: error.entry.retryable ?? false },
  };
}

/** Where refusals of socket events are written; set by the adapter. */
let log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'> | undefined;

export function logSocketRefusals(logger: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>): void {
  log = logger;
}

/** The answer to an event that failed, logged once at the level of its catalogue entry, without what was sent. */
export function refuse(socket: Socket, event: string, thrown: unknown): SocketRefusal {
  const error = asAppError(thrown);
  const actor = (socket.data as { session?: SocketSession }).session?.actor.id;
  log?.[error.entry.level](
    { code: error.code, event, actor, ...(error.entry.level === 'error' && { err: error.cause ?? error }) },
    error.message,
  );
  return refusalOf(error);
}
