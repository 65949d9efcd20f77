import type { Period } from '../../platform/index.js';
import type { SessionEvent } from '../events/session-event.js';
import { type FoldedPerson, type FoldedSession, type FoldedShape, SessionFold } from './session-fold.rules.js';

/** An event on the clock of a replay: when the record knew of it. Two clocks of servers never turn that clock back. */
export interface TimedEvent {
  readonly event: SessionEvent;
  readonly atMs: number;
}

/** What changes of the session from one frame to the next; null: gone. */
export interface SessionChanges {
  readonly state?: string;
  readonly epoch?: number;
  readonly commanderUserId?: string | null;
  readonly people?: readonly FoldedPerson[];
  /** The state of each order on which something happened. */
  readonly orders?: Readonly<Record<string, string>>;
  readonly shapes?: Readonly<Record<string, FoldedShape['shape'] | null>>;
}

export interface Slice {
  readonly atMs: number;
  readonly untilMs: number;
  readonly events: readonly SessionEvent[];
  readonly changes: SessionChanges;
}

export function timed(events: readonly SessionEvent[]): TimedEvent[] {
  let latest = Number.NEGATIVE_INFINITY;
  return events.map((event) => {
    latest = Math.max(latest, Date.parse(event.recordedAt));
    return { event, atMs: latest };
  });
}

/** Where the session stood when the clock showed this, before whatever happened at that very instant. */
export function standingAt(events: readonly TimedEvent[], atMs: number): SessionFold {
  return SessionFold.of(events.filter((one) => one.atMs < atMs).map(({ event }) => event));
}

/** When each person was in the session, in order; who had not left by then was there until then. */
export function staysOf(events: readonly TimedEvent[], untilMs: number): Map<string, Period[]> {
  const fold = SessionFold.of([]);
  const begun = new Map<string, number>();
  const stays = new Map<string, Period[]>();
  const end = (userId: string, atMs: number): void => {
    const sinceMs = begun.get(userId);
    begun.delete(userId);
    if (sinceMs === undefined || sinceMs >= atMs) return;
    stays.set(userId, [...(stays.get(userId) ?? []), { from: new Date(sinceMs), to: new Date(atMs) }]);
  };
  for (const { event, atMs } of events.filter((one) => one.atMs < untilMs)) {
    fold.take(event);
    for (const { userId, state } of fold.people.values()) {
      if (state !== 'joined') end(userId, atMs);
      else if (!begun.has(userId)) begun.set(userId, atMs);
    }
  }
  for (const userId of begun.keys()) end(userId, untilMs);
  return stays;
}

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** The frames of a window: of each what happened from its instant to the next, and what that changed. */
export function slicesOf(events: readonly TimedEvent[], { fromMs, toMs, stepMs }: Window): Slice[] {
  const fold = standingAt(events, fromMs);
  let before = fold.at(new Date(fromMs));
  const coming = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  const slices: Slice[] = [];
  let next = 0;
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) {
    const untilMs = Math.min(atMs + stepMs, toMs);
    const happened: SessionEvent[] = [];
    for (let one = coming[next]; one && one.atMs < untilMs; one = coming[next]) {
      happened.push(one.event);
      fold.take(one.event);
      next += 1;
    }
    const isSame = happened.length === 0 && !before.shapes.some((shape) => endsWithin(shape, atMs, untilMs));
    const after = isSame ? before : fold.at(new Date(untilMs));
    slices.push({ atMs, untilMs, events: happened, changes: isSame ? {} : changesBetween(before, after) });
    before = after;
  }
  return slices;
}

function endsWithin({ shape }: FoldedShape, atMs: number, untilMs: number): boolean {
  const { expiresAt } = shape;
  if (typeof expiresAt !== 'string') return false;
  const endsMs = Date.parse(expiresAt);
  return endsMs > atMs && endsMs <= untilMs;
}

export function changesBetween(before: FoldedSession, after: FoldedSession): SessionChanges {
  const people = newIn(before.people, after.people);
  const orders = newIn(before.orders, after.orders);
  const drawn = newIn(before.shapes, after.shapes);
  const kept = new Set(after.shapes.map(({ featureId }) => featureId));
  const gone = before.shapes.filter(({ featureId }) => !kept.has(featureId));
  const shapes = [...drawn.map((one) => [one.featureId, one.shape]), ...gone.map((one) => [one.featureId, null])];
  return {
    ...(after.state !== before.state && { state: after.state }),
    ...(after.epoch !== before.epoch && { epoch: after.epoch }),
    ...(after.commanderUserId !== before.commanderUserId && { commanderUserId: after.commanderUserId }),
    ...(people.length > 0 && { people }),
    ...(orders.length > 0 && { orders: Object.fromEntries(orders.map(({ orderId, state }) => [orderId, state])) }),
    ...(shapes.length > 0 && { shapes: Object.fromEntries(shapes) as NonNullable<SessionChanges['shapes']> }),
  };
}

function newIn<T>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Set(before);
  return after.filter((one) => !known.has(one));
}

/** What a console shows of a session while it replays it. */
export interface Scene {
  readonly state: string;
  readonly epoch: number;
  readonly commanderUserId: string | null;
  readonly people: Readonly<Record<string, FoldedPerson>>;
  readonly orders: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, FoldedShape['shape']>>;
}

export function sceneOf({ state, epoch, commanderUserId, people, orders, shapes }: FoldedSession): Scene {
  return {
    state,
    epoch,
    commanderUserId,
    people: Object.fromEntries(people.map((person) => [person.userId, person])),
    orders: Object.fromEntries(orders.map((order) => [order.orderId, order.state])),
    shapes: Object.fromEntries(shapes.map(({ featureId, shape }) => [featureId, shape])),
  };
}

/** The next scene: pure, so that the console, a script and the tests run the same lines. */
export function played(scene: Scene, { people = [], orders = {}, shapes = {}, ...rest }: SessionChanges): Scene {
  const drawn = Object.entries({ ...scene.shapes, ...shapes }).filter(([, shape]) => shape !== null);
  return {
    ...scene,
    ...rest,
    people: { ...scene.people, ...Object.fromEntries(people.map((person) => [person.userId, person])) },
    orders: { ...scene.orders, ...orders },
    shapes: Object.fromEntries(drawn) as Scene['shapes'],
  };
}
