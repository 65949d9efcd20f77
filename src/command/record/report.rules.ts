import { personOf, type SessionEvent } from '../events/session-event.js';
import { ORDER_END_STATES } from '../orders/order.rules.js';
import { MINOR_FAMILIES, MINOR_TYPES } from '../sessions/briefing.rules.js';
import { type Names, wordsOf } from './event-words.rules.js';
import type { Words } from './record.words.js';
import { type FoldedOrder, type FoldedSession, SessionFold } from './session-fold.rules.js';

/** Neither drafted nor come to an end. */
const NOT_OPEN: readonly string[] = ['DRAFT', ...ORDER_END_STATES];
const COMMAND_PASSES = ['session.opened', 'session.scheduled', 'command.accept', 'command.takeOver', 'command.assume'];

/** One line of a report, and the event that it rests on. */
export interface ReportLine {
  readonly seq: number;
  readonly at: string;
  readonly by: string;
  readonly text: Words;
}

export interface CommandHeld {
  readonly seq: number;
  readonly at: string;
  readonly userId: string;
  readonly name: string;
  readonly unitName: string;
}

/** What a commander's log tells: chat, drawing, deliveries and comings and goings do not, unless made part of it. */
export function isNotable({ type }: Pick<SessionEvent, 'type'>): boolean {
  if (type === 'chat.promote') return true;
  const [family] = type.split('.');
  return !MINOR_FAMILIES.some((minor) => minor === family) && !MINOR_TYPES.some((minor) => minor === type);
}

export function reportLine(event: SessionEvent, names: Names): ReportLine {
  return { seq: event.seq, at: event.occurredAt, by: event.actor.name, text: wordsOf(event, names) };
}

/** Who had command, from which event on. */
export function commandersIn(events: readonly SessionEvent[]): CommandHeld[] {
  return events
    .filter(({ type }) => COMMAND_PASSES.includes(type))
    .flatMap(({ seq, occurredAt: at, actor }) => {
      const person = personOf(actor);
      return person ? [{ seq, at, userId: person.userId, name: person.name, unitName: person.unitName }] : [];
    });
}

/** Notable events of a period, by when they happened, in the order of the record. */
export function linesDuring(
  events: readonly SessionEvent[],
  names: Names,
  { from, to }: { readonly from?: Date; readonly to?: Date },
): ReportLine[] {
  const happened = ({ occurredAt }: SessionEvent): boolean => {
    const at = Date.parse(occurredAt);
    return (!from || at >= from.getTime()) && (!to || at < to.getTime());
  };
  return events.filter((event) => isNotable(event) && happened(event)).map((event) => reportLine(event, names));
}

export interface SituationFigures {
  readonly people: number;
  readonly ordersOpen: number;
  readonly ordersByState: Readonly<Record<string, number>>;
  readonly evidence: number;
  readonly shapes: number;
}

export function figuresOf({ people, orders, shapes }: FoldedSession): SituationFigures {
  const ordersByState: Record<string, number> = {};
  for (const { state } of orders) ordersByState[state] = (ordersByState[state] ?? 0) + 1;
  return {
    people: people.filter(({ state }) => state === 'joined').length,
    ordersOpen: orders.filter(isOpen).length,
    ordersByState,
    evidence: new Set(orders.flatMap(({ evidenceIds }) => evidenceIds)).size,
    shapes: shapes.length,
  };
}

export function isOpen({ state }: Pick<FoldedOrder, 'state'>): boolean {
  return !NOT_OPEN.includes(state);
}

/** What stands at the end, and what was entered since an earlier report: every event is in exactly one report. */
export function situationOf(
  events: readonly SessionEvent[],
  names: Names,
  { sinceSeq, at }: { readonly sinceSeq: number; readonly at: Date },
) {
  const folded = SessionFold.of(events).at(at);
  return {
    state: folded.state,
    figures: figuresOf(folded),
    commander: commandersIn(events).at(-1) ?? null,
    ordersOpen: folded.orders.filter(isOpen).map(({ orderId, issuedSeq, seq, issuedAt, text, to, state }) => ({
      orderId,
      issuedSeq,
      seq,
      issuedAt,
      to: namedIn(to, names),
      text,
      state,
    })),
    changes: events
      .filter((event) => event.seq > sinceSeq && isNotable(event))
      .map((event) => reportLine(event, names)),
  };
}

function namedIn(to: Readonly<Record<string, unknown>>, names: Names): string | null {
  const id = [to['userId'], to['unitId']].find((one) => typeof one === 'string');
  return typeof id === 'string' ? (names.get(id) ?? null) : null;
}
