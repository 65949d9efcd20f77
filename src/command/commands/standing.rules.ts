import type { UserActor } from '../../identity/index.js';
import type { Order } from '../orders/order.repository.js';
import type { Claim } from '../sessions/participant.repository.js';
import type { Session } from '../sessions/session.repository.js';
import type { Standing } from '../sessions/session.rules.js';

/** What the standings of a command's giver follow from. */
export interface StandingFacts {
  readonly user: Pick<UserActor, 'id' | 'unitId' | 'roles'>;
  readonly session: Pick<Session, 'unitId' | 'commanderUnitId' | 'offeredToUserId' | 'offerExpiresAt'>;
  readonly own: Pick<NonNullable<Claim['own']>, 'state'> | undefined;
  readonly invitedUnits: Claim['invitedUnits'];
  /** The order that the command is about. */
  readonly order: Pick<Order, 'to' | 'receipts'> | undefined;
  readonly now: Date;
}

/** @param isOver whether the giver's unit is the one asked about or stands above it */
export function standingsOf(facts: StandingFacts, isOver: (unitId: string) => boolean): ReadonlySet<Standing> {
  const { user, session, own, order } = facts;
  const held: Readonly<Record<Standing, boolean>> = {
    participant: own?.state === 'joined',
    // Whoever sees neither the session nor its case does not get this far.
    witness: true,
    entitled: own?.state === 'invited' || own?.state === 'joined' || isOver(session.unitId) || isInvited(facts),
    offeree: isOffered(facts),
    recipient: order !== undefined && isAddressedTo(order, user),
    above:
      user.roles.includes('commander') && user.unitId !== session.commanderUnitId && isOver(session.commanderUnitId),
  };
  return new Set((Object.keys(held) as Standing[]).filter((standing) => held[standing]));
}

function isInvited({ invitedUnits, user }: StandingFacts): boolean {
  return invitedUnits.some(({ unitId }) => unitId === user.unitId);
}

function isOffered({ session, user, now }: StandingFacts): boolean {
  return session.offeredToUserId === user.id && session.offerExpiresAt !== null && session.offerExpiresAt > now;
}

/** To the person, to whoever had the device then, or to anyone of the unit. */
function isAddressedTo(
  { to, receipts }: Pick<Order, 'to' | 'receipts'>,
  { id, unitId }: StandingFacts['user'],
): boolean {
  return receipts.some(({ recipientUserId }) => recipientUserId === id) || ('unitId' in to && to.unitId === unitId);
}
