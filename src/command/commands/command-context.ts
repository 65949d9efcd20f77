import type { UserActor } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { EventScope } from '../events/visibility.rules.js';
import type { Order } from '../orders/order-row.js';
import type { Claim, Participant } from '../sessions/participant.repository.js';
import type { Session, SessionChange } from '../sessions/session.repository.js';
import type { CommandType, Payload } from './command-types.js';

/** Everything a command is carried out with: the locked session, its giver, the order it is about. */
export interface CommandContext {
  readonly tx: Tx;
  readonly user: UserActor;
  readonly session: Session;
  readonly own: Participant | undefined;
  readonly invitedUnits: Claim['invitedUnits'];
  readonly order: Order | undefined;
  /** All orders that it is about, where it may be about many. */
  readonly orders: readonly Order[];
  /** The order under which this one is given, or was given. */
  readonly parent: Order | undefined;
  /** The number this command's event will have. */
  readonly seq: number;
  readonly now: Date;
  /** The giver's own time where the command had to wait for the network. */
  readonly occurredAt: Date;
}

/** What a command did, beyond the rows it wrote itself. */
export interface Effect {
  /** Facts that go into the event's payload beside what was asked. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Who may read the event; everyone unless said otherwise. */
  readonly scope?: EventScope;
  readonly session?: SessionChange;
  /** Said to the giver alone, once; kept nowhere. */
  readonly answer?: {
    readonly guestId?: string;
    readonly token?: string;
    /** What a sector has in common with others. */
    readonly overlaps?: readonly { readonly sectorId: string; readonly squareMetres: number }[];
  };
}

export type Handler<T extends CommandType> = (context: CommandContext, payload: Payload<T>) => Promise<Effect>;
export type Handlers<T extends CommandType = CommandType> = { readonly [K in T]: Handler<K> };
