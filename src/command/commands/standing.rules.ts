import type { UserActor } from '../../identity/index.js';
import { answererOf } from '../orders/order.rules.js';
import type { Order } from '../orders/order-row.js';
import type { Claim } from '../sessions/participant.repository.js';
import type { Session } from '../sessions/session.repository.js';
import type { Standing } from '../sessions/session.rules.js';

/** What the standings of a command's giver follow from. */
export interface StandingFacts {
  readonly user: Pick<UserActor, 'id' | 'unitId' | 'roles'>;
  readonly session: Pick<Session, 'unitId' | 'commanderUnitId' | 'offeredToUserId' | 'offerExpiresAt'>;
  readonly own: Pick<NonNullable<Claim['own']>, 'state' | 'role'> | undefined;
  readonly invitedUnits: Claim['invitedUnits'];
  /** The orders that the command is about. */
  readonly orders: readonly Pick<Order, 'to' | 'receipts' | 'issuedBy'>[];
  /** The order under which they are given. */
  readonly parent: Pick<Order, 'receipts'> | undefined;
  readonly now: Date;
}

/** @param isOver whether the giver's unit is the one asked about or stands above it */
export function standingsOf(facts: StandingFacts, isOver: (unitId: string) => boolean): ReadonlySet<Standing> {
  const { user, session, own, orders } = facts;
  const held: Readonly<Record<Standing, boolean>> = {
    participant: own?.state === 'joined',
    // Whoever sees neither the session nor its case does not get this far.
    witness: true,
    entitled: own?.state === 'invited' || own?.state === 'joined' || isOver(session.unitId) || isInvited(facts),
    offeree: isOffered(facts),
    recipient: orders.length > 0 && orders.every((order) => isAddressedTo(order, facts)),
    above:
      user.roles.includes('commander') && user.unitId !== session.commanderUnitId && isOver(session.commanderUnitId),
    answering: isAnswering(facts),
  };
  return new Set((Object.keys(held) as Standing[]).filter((standing) => held[standing]));
}

function isInvited({ invitedUnits, user }: StandingFacts): boolean {
  return invitedUnits.some(({ unitId }) => unitId === user.unitId);
}

function isOffered({ session, user, now }: StandingFacts): boolean {
  return session.offeredToUserId === user.id && session.offerExpiresAt !== null && session.offerExpiresAt > now;
}

/** To the person, to whoever had the device then, to anyone of the unit, or to whoever has the role now. */
function isAddressedTo(
  { to, receipts }: Pick<Order, 'to' | 'receipts'>,
  { user: { id, unitId }, own }: Pick<StandingFacts, 'user' | 'own'>,
): boolean {
  if (receipts.some(({ recipientUserId }) => recipientUserId === id)) return true;
  if ('role' in to) return own?.state === 'joined' && own.role === to.role;
  return 'unitId' in to && to.unitId === unitId;
}

function isAnswering({ parent, orders, user }: StandingFacts): boolean {
  if (!parent || answererOf(parent)?.recipientUserId !== user.id) return false;
  return orders.every(({ issuedBy }) => issuedBy === user.id);
}
