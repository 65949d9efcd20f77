/**
 * What a client does with the facts lane: pure, so that the console, a script and the tests run the same lines. Live
 * events may be lost, doubled or out of order; what comes out of `apply` is every sequence number once, in order.
 */
export interface Sequenced {
  readonly seq: number;
}

export interface SyncState<E extends Sequenced> {
  /** The last sequence number handed out. */
  readonly applied: number;
  /** Events ahead of a gap, by sequence number. */
  readonly ahead: ReadonlyMap<number, E>;
  /** The furthest the server is known to have got. */
  readonly known: number;
}

export interface SyncStep<E extends Sequenced> {
  readonly state: SyncState<E>;
  /** To be shown now, in this order. */
  readonly apply: readonly E[];
  /** Ask the server for everything after this number: at once, or only if the gap is still there after GAP_PATIENCE_MS. */
  readonly ask?: { readonly after: number; readonly when: 'now' | 'ifStillMissing' };
}

/** Two events that overtook each other settle within this time; asking sooner would ask for nothing. */
export const GAP_PATIENCE_MS = 150;
/** A client further behind than this gets the rest from `sync` anyway. */
const MAX_AHEAD = 1_000;

export function startSync<E extends Sequenced>(applied = 0): SyncState<E> {
  return { applied, ahead: new Map(), known: applied };
}

/** A live event has come in. */
export function receive<E extends Sequenced>(state: SyncState<E>, event: E): SyncStep<E> {
  const step = take(state, [event], event.seq);
  return step.state.applied < event.seq
    ? { ...step, ask: { after: step.state.applied, when: 'ifStillMissing' } }
    : step;
}

/** The heartbeat tells how far the server is: the only way to notice that the last events were lost. */
export function hearHeartbeat<E extends Sequenced>(state: SyncState<E>, lastSeq: number): SyncStep<E> {
  const next = { ...state, known: Math.max(state.known, lastSeq) };
  return { state: next, apply: [], ...askIfBehind(next) };
}

/** The patience after a gap is over, or the connection is back. */
export function checkGap<E extends Sequenced>(state: SyncState<E>): SyncStep<E> {
  return { state, apply: [], ...askIfBehind(state) };
}

/**
 * The answer of `join` or `sync`: a page of the record, or where the session stood at `snapshotSeq`, which stands for every
 * event up to there. Asks on while there is more.
 */
export function takePage<E extends Sequenced>(
  state: SyncState<E>,
  page: { readonly events: readonly E[]; readonly lastSeq: number; readonly snapshotSeq?: number },
): SyncStep<E> {
  const step = take(leapTo(state, page.snapshotSeq ?? 0), page.events, page.lastSeq);
  const moved = step.state.applied > state.applied;
  return moved ? { ...step, ...askIfBehind(step.state) } : step;
}

function leapTo<E extends Sequenced>(state: SyncState<E>, snapshotSeq: number): SyncState<E> {
  if (snapshotSeq <= state.applied) return state;
  const ahead = new Map([...state.ahead].filter(([seq]) => seq > snapshotSeq));
  return { ...state, applied: snapshotSeq, ahead };
}

function askIfBehind<E extends Sequenced>(state: SyncState<E>): Pick<SyncStep<E>, 'ask'> {
  return state.applied < state.known ? { ask: { after: state.applied, when: 'now' } } : {};
}

function take<E extends Sequenced>(state: SyncState<E>, events: readonly E[], known: number): SyncStep<E> {
  const ahead = new Map(state.ahead);
  const apply: E[] = [];
  let { applied } = state;
  for (const event of events) {
    if (event.seq > applied + 1 && ahead.size < MAX_AHEAD) ahead.set(event.seq, event);
    if (event.seq !== applied + 1) continue;
    for (let next: E | undefined = event; next; next = ahead.get(applied + 1)) {
      apply.push(next);
      applied = next.seq;
      ahead.delete(applied);
    }
  }
  return { state: { applied, ahead, known: Math.max(state.known, known) }, apply };
}
