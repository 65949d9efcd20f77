import type { Order } from '../orders/order.repository.js';
import type { SessionEvent } from '../events/session-event.js';
import type { Attendance } from './session-people.js';

/** What passes all the time and changes nothing of what an incoming commander must know. */
export const MINOR_FAMILIES = ['chat', 'map'] as const;
export const MINOR_TYPES = [
  'order.delivered',
  'order.seen',
  'order.receive',
  'participant.online',
  'participant.offline',
] as const;

export const LAST_EVENTS = 10;
const MOST_ORDERS = 100;
const MOST_PEOPLE = 200;
const SHORT = 200;

/** What the lines of a briefing are drawn from. */
export interface BriefingMatter {
  readonly at: Date;
  readonly situation: Readonly<Record<string, unknown>>;
  readonly orders: readonly Order[];
  readonly attendance: Attendance;
  /** The last that matter, the newest first. */
  readonly events: readonly SessionEvent[];
}

/**
 * As an incoming commander is briefed (the order of ICS 201). Everyone in the session reads it, so it says of the case and
 * of who has which device no more than the record does. Each line names an event: of an order the one that issued it, of a
 * person the one they came in by, whatever their role is by now.
 */
export function briefingOf({ at, situation, orders, attendance, events }: BriefingMatter) {
  const states = new Map(attendance.presence.map(({ userId, state }) => [userId, state]));
  const joined = attendance.members.filter(({ state, userId }) => state === 'joined' && userId !== null);
  return {
    at: at.toISOString(),
    situation: { ...situation, seq: 1 },
    ordersOpen: orders.length,
    orders: orders.slice(0, MOST_ORDERS).map((order) => ({
      seq: order.issuedSeq,
      orderId: order.id,
      to: order.to,
      text: shortened(order.text),
      state: order.state,
      ackDueAt: order.ackDueAt?.toISOString() ?? null,
      doneDueAt: order.doneDueAt?.toISOString() ?? null,
    })),
    people: joined.slice(0, MOST_PEOPLE).map(({ userId, name, unitName, role, joinedSeq }) => ({
      seq: joinedSeq,
      userId,
      name,
      unitName,
      role,
      presence: states.get(userId ?? '') ?? 'offline',
    })),
    events: events.map((event) => ({
      seq: event.seq,
      type: event.type,
      at: event.occurredAt,
      by: event.actor.name,
      words: wordsOf(event),
    })),
  };
}

/** The words a person gave with it, shortened. */
function wordsOf({ payload }: SessionEvent): string | null {
  const said = [payload['text'], payload['reason'], payload['title']].find((value) => typeof value === 'string');
  return typeof said === 'string' ? shortened(said) : null;
}

/** Cut between characters: half of one could not be hashed. */
function shortened(text: string): string {
  return Array.from(text).slice(0, SHORT).join('');
}
