import { personOf, type SessionEvent } from '../events/session-event.js';
import { ROLE_AFTER_COMMAND } from '../sessions/session-roles.js';
import { asRecord } from './event-words.rules.js';

type Payload = Readonly<Record<string, unknown>>;

export interface FoldedPerson {
  readonly userId: string;
  readonly name: string | null;
  readonly unitName: string | null;
  readonly role: string | null;
  readonly state: 'joined' | 'left' | 'removed';
  /** The last event on their part. */
  readonly seq: number;
}

export interface FoldedOrder {
  readonly orderId: string;
  readonly to: Payload;
  readonly text: string;
  readonly state: string;
  readonly issuedSeq: number;
  readonly issuedAt: string;
  readonly evidenceIds: readonly string[];
  /** The last event on it. */
  readonly seq: number;
}

export interface FoldedShape {
  readonly featureId: string;
  readonly seq: number;
  readonly shape: Payload;
}

/** Where a session stood after an event. */
export interface FoldedSession {
  /** The last event in it; 0 before the first. */
  readonly seq: number;
  readonly title: string;
  readonly kind: string;
  readonly state: string;
  readonly epoch: number;
  readonly commanderUserId: string | null;
  readonly people: readonly FoldedPerson[];
  readonly orders: readonly FoldedOrder[];
  readonly shapes: readonly FoldedShape[];
}

type Step = (fold: SessionFold, event: SessionEvent) => void;

/** Draws up where a session stands from its record alone, event by event. */
export class SessionFold {
  seq = 0;
  title = '';
  kind = '';
  state = 'scheduled';
  epoch = 0;
  commanderUserId: string | null = null;
  readonly people = new Map<string, FoldedPerson>();
  readonly orders = new Map<string, FoldedOrder>();
  readonly shapes = new Map<string, FoldedShape>();

  static of(events: Iterable<SessionEvent>): SessionFold {
    const folded = new SessionFold();
    for (const event of events) folded.take(event);
    return folded;
  }

  /** Events that change nothing move the number alone. */
  take(event: SessionEvent): void {
    const step = STEPS[event.type] ?? (event.type.startsWith('order.') ? orderMoves : undefined);
    step?.(this, event);
    this.seq = event.seq;
  }

  /** As it stood; `at` takes shapes off the map that were drawn until then only. */
  at(at: Date): FoldedSession {
    const { seq, title, kind, state, epoch, commanderUserId } = this;
    const shapes = [...this.shapes.values()].filter(({ shape }) => isShownAt(shape, at));
    const rest = { people: [...this.people.values()], orders: [...this.orders.values()], shapes };
    return { seq, title, kind, state, epoch, commanderUserId, ...rest };
  }
}

function isShownAt({ expiresAt }: Payload, at: Date): boolean {
  return typeof expiresAt !== 'string' || Date.parse(expiresAt) > at.getTime();
}

const begins: Step = (fold, event) => {
  const { title, kind, epoch } = event.payload;
  fold.title = textOf(title);
  fold.kind = textOf(kind);
  fold.epoch = Number(epoch ?? 0);
  fold.state = event.type === 'session.scheduled' ? 'scheduled' : 'open';
  fold.commanderUserId = personOf(event.actor)?.userId ?? null;
  enter(fold, event, 'commander');
};

const moves: Step = (fold, { payload }) => {
  fold.state = textOf(payload['state']) || fold.state;
};

/** The former commander stays, heard but without authority. */
const commandPasses: Step = (fold, event) => {
  const { fromUserId, epoch } = event.payload;
  const former = fold.people.get(textOf(fromUserId));
  if (former) fold.people.set(former.userId, { ...former, role: ROLE_AFTER_COMMAND, seq: event.seq });
  enter(fold, event, 'commander');
  fold.epoch = Number(epoch ?? fold.epoch);
  fold.commanderUserId = personOf(event.actor)?.userId ?? null;
};

const joins: Step = (fold, event) => enter(fold, event, textOf(event.payload['role']) || null);

const leaves: Step = (fold, { actor, seq }) => {
  const person = fold.people.get(personOf(actor)?.userId ?? '');
  if (person) fold.people.set(person.userId, { ...person, state: 'left', seq });
};

const isRemoved: Step = (fold, { payload, seq }) => {
  const person = fold.people.get(textOf(payload['userId']));
  if (person) fold.people.set(person.userId, { ...person, role: null, state: 'removed', seq });
};

/** By somebody else's word. */
const isMade: Step = (fold, { payload, seq }) => {
  const userId = textOf(payload['userId']);
  const before = fold.people.get(userId);
  const name = textOf(payload['name']) || (before?.name ?? null);
  const role = textOf(payload['role']) || null;
  fold.people.set(userId, { userId, name, unitName: before?.unitName ?? null, role, state: 'joined', seq });
};

/** Of somebody who is only invited it says under what they will come in. */
const roleChanges: Step = (fold, event) => {
  if (fold.people.get(textOf(event.payload['userId']))?.state === 'joined') isMade(fold, event);
};

const orderBegins: Step = (fold, { seq, occurredAt, payload }) => {
  const orderId = textOf(payload['orderId']);
  const state = textOf(payload['state']) || 'ISSUED';
  const words = { to: asRecord(payload['to']), text: textOf(payload['text']) };
  fold.orders.set(orderId, { orderId, ...words, state, issuedSeq: seq, issuedAt: occurredAt, evidenceIds: [], seq });
};

const orderMoves: Step = (fold, { seq, payload }) => {
  const order = fold.orders.get(textOf(payload['orderId']));
  if (!order) return;
  const added = Array.isArray(payload['evidenceIds']) ? payload['evidenceIds'].map(String) : [];
  const evidenceIds = [...new Set([...order.evidenceIds, ...added])];
  fold.orders.set(order.orderId, { ...order, evidenceIds, state: textOf(payload['state']) || order.state, seq });
};

/** Many at once: the state of each by its id. */
const ordersMove: Step = (fold, { seq, payload }) => {
  for (const [orderId, state] of Object.entries(asRecord(payload['states']))) {
    const order = fold.orders.get(orderId);
    if (order) fold.orders.set(orderId, { ...order, state: textOf(state) || order.state, seq });
  }
};

const isDrawn: Step = (fold, { seq, payload }) => {
  const featureId = textOf(payload['featureId']);
  const shape = Object.fromEntries(Object.entries(payload).filter(([name]) => !UNSHOWN.includes(name)));
  fold.shapes.set(featureId, { featureId, seq, shape });
};
const UNSHOWN = ['featureId', 'reason', 'baseVersion', 'audience'];

const isTakenOff: Step = (fold, { payload }) => {
  fold.shapes.delete(textOf(payload['featureId']));
};

const STEPS: Readonly<Record<string, Step>> = {
  'session.opened': begins,
  'session.scheduled': begins,
  'session.open': moves,
  'session.suspend': moves,
  'session.resume': moves,
  'session.close': moves,
  'session.reopen': moves,
  'session.archive': moves,
  'command.accept': commandPasses,
  'command.takeOver': commandPasses,
  'command.assume': commandPasses,
  'participant.join': joins,
  'participant.leave': leaves,
  'participant.remove': isRemoved,
  'participant.admit': isMade,
  'participant.pullIn': isMade,
  'participant.setRole': roleChanges,
  'order.draft': orderBegins,
  'order.issue': orderBegins,
  'order.receive': ordersMove,
  'dispatch.confirm': orderBegins,
  'map.put': isDrawn,
  'map.restore': isDrawn,
  'map.remove': isTakenOff,
};

function enter(fold: SessionFold, { actor, seq }: SessionEvent, role: string | null): void {
  const person = personOf(actor);
  if (!person) return;
  const { userId, name, unitName } = person;
  fold.people.set(userId, { userId, name, unitName, role, state: 'joined', seq });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
