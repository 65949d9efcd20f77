import type { z } from 'zod';
import { SESSION_KINDS, SESSION_STATES } from '../sessions/session.rules.js';
import type { OrderCount, SessionCount } from './count.repository.js';
import type { CountRow } from './count.schemas.js';

export type CountedRow = z.output<typeof CountRow>;

const NO_ORDERS: Omit<OrderCount, 'key'> = {
  issued: 0,
  remote: 0,
  local: 0,
  acknowledged: 0,
  ackMedian: null,
  ackP90: null,
  ackImplausible: 0,
  unanswered: 0,
  withdrawn: 0,
  arrived: 0,
  arriveMedian: null,
  arriveP90: null,
  arriveImplausible: 0,
  notReported: 0,
};

/** One row of every key that something was counted under, in the order of the keys; and all together. */
export function rowsOf(
  sessions: readonly SessionCount[],
  orders: readonly OrderCount[],
  nameOf: (key: string) => string,
): { readonly total: CountedRow; readonly rows: CountedRow[] } {
  const keys = new Set([
    ...sessions.map(({ key }) => key),
    ...orders.flatMap(({ key }) => (key === null ? [] : [key])),
  ]);
  const rows = [...keys].toSorted(byText).map((key) =>
    rowOf(
      { key, name: nameOf(key) },
      sessions.filter((one) => one.key === key),
      orders.find((one) => one.key === key),
    ),
  );
  const all = orders.find(({ key }) => key === null);
  return { total: rowOf({ key: 'total', name: '合计 total' }, sessions, all), rows };
}

function rowOf(
  head: Pick<CountedRow, 'key' | 'name'>,
  sessions: readonly SessionCount[],
  orders: Omit<OrderCount, 'key'> = NO_ORDERS,
): CountedRow {
  const { issued, remote, local } = orders;
  return {
    ...head,
    sessions: sessionsOf(sessions),
    orders: { issued, remote, local, unknown: issued - remote - local },
    acknowledge: {
      n: orders.acknowledged,
      medianSeconds: orders.ackMedian,
      p90Seconds: orders.ackP90,
      implausible: orders.ackImplausible,
      unanswered: orders.unanswered,
      withdrawn: orders.withdrawn,
    },
    arrive: {
      n: orders.arrived,
      medianSeconds: orders.arriveMedian,
      p90Seconds: orders.arriveP90,
      implausible: orders.arriveImplausible,
      notReported: orders.notReported,
    },
  };
}

function sessionsOf(counts: readonly SessionCount[]): CountedRow['sessions'] {
  const sum = (some: readonly SessionCount[]): number => some.reduce((all, { count }) => all + count, 0);
  const ofKind = (kind: string) => counts.filter((one) => one.kind === kind);
  const byState = (some: readonly SessionCount[]) =>
    Object.fromEntries(SESSION_STATES.map((state) => [state, sum(some.filter((one) => one.state === state))]));
  const byKind = Object.fromEntries(
    SESSION_KINDS.map((kind) => [kind, { total: sum(ofKind(kind)), byState: byState(ofKind(kind)) }]),
  );
  return { total: sum(counts), byKind: byKind as CountedRow['sessions']['byKind'] };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
