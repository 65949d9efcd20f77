import { CommandErrors } from '../command.errors.js';
import type { SessionKind } from '../sessions/session.rules.js';
import type { CommandType } from './command-types.js';
import type { CommandContext, Handler, Handlers } from './command-context.js';

/** @throws WRONG_SESSION_KIND */
export function requireKind(session: Pick<CommandContext['session'], 'kind'>, kind: SessionKind): void {
  if (session.kind !== kind) throw CommandErrors.WRONG_SESSION_KIND({ kind: session.kind, needed: kind });
}

/** Commands that only sessions of one kind know; asked after right, epoch and state. */
export function inSessionsOf<T extends CommandType>(kind: SessionKind, handlers: Handlers<T>): Handlers<T> {
  const guarded = Object.entries<Handler<T>>(handlers as Readonly<Record<T, Handler<T>>>).map(([type, carryOut]) => [
    type,
    ((context, payload) => {
      requireKind(context.session, kind);
      return carryOut(context, payload);
    }) satisfies Handler<T>,
  ]);
  return Object.fromEntries(guarded) as Handlers<T>;
}
