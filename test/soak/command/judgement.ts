import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { type ChainedEvent, genesisHash, verifyChain } from '../../../src/command/events/event-chain.js';
import { checkLinks } from './chain-links.js';
import type { CommandBook } from './command-book.js';
import type { Person } from '../../support/session-people.js';
import { mayRead, type Scope } from './sight.js';
import type { SessionClient } from './session-client.js';

export interface Judgement {
  readonly events: number;
  readonly acknowledged: number;
  /** Acknowledged, and not in the record under that number. */
  readonly lost: number;
  /** In the record more than once, or in a table of state other than as often as acknowledged. */
  readonly twice: number;
  /** In the record and never given. */
  readonly strangers: number;
  /** Acknowledged under two numbers. */
  readonly contradictions: number;
  /** Clients whose list is not every number once, in order. */
  readonly disordered: number;
  /** Clients whose list differs from the record over HTTP. */
  readonly different: number;
  /** Events that somebody was shown and may not read, or may read and was not shown, by person. */
  readonly misshown: number;
  /** Links of the chain that do not hold: those that clients could check, and those of the whole record. */
  readonly broken: number;
  /** Links that clients checked. */
  readonly checkedLinks: number;
}

interface StoredEvent extends ChainedEvent {
  readonly cmdId: string;
  readonly scope: Scope;
  readonly actor: { readonly userId?: string };
}

interface Stored {
  readonly events: readonly StoredEvent[];
  /** How often each shape was drawn. */
  readonly versions: ReadonlyMap<string, number>;
  readonly orders: number;
  readonly acknowledgedOrders: number;
}

type Shown = { readonly seq: number; readonly redacted?: true };

/** The record that is judged: up to a number, since the service may add facts of its own at any time. */
export interface Subject {
  readonly databaseUrl: string;
  readonly sessionId: string;
  readonly lastSeq: number;
}

/** Holds what the clients have against the record, and the record against what was acknowledged. */
export async function judge(
  subject: Subject,
  clients: readonly SessionClient[],
  book: CommandBook,
): Promise<Judgement> {
  const { sessionId, lastSeq } = subject;
  const stored = await read(subject);
  const records = new Map<Person, readonly Shown[]>();
  for (const { person } of clients) if (!records.has(person)) records.set(person, await recordOf(person, subject));
  const followed = clients.map(({ person, follower }) => ({
    record: records.get(person),
    events: follower.events.filter(({ seq }) => seq <= lastSeq),
  }));
  const links = followed.map(({ events }) => checkLinks(sessionId, events));
  const isChained = verifyChain(stored.events, { seq: 0, hash: genesisHash(sessionId) }).ok;
  return {
    events: stored.events.length,
    acknowledged: book.acknowledged.length,
    ...kept(stored, book),
    contradictions: book.contradictions,
    disordered: count(followed, ({ events }) => !isWhole(events, lastSeq)),
    different: count(followed, ({ events, record }) => !isDeepStrictEqual(events, record)),
    misshown: sum([...records].map(([person, record]) => misshownTo(person, record, stored.events))),
    broken: sum(links.map(({ broken }) => broken)) + (isChained ? 0 : 1),
    checkedLinks: sum(links.map(({ checked }) => checked)),
  };
}

export function faultsOf(judgement: Judgement): number {
  const { lost, twice, strangers, contradictions, disordered, different, misshown, broken } = judgement;
  return lost + twice + strangers + contradictions + disordered + different + misshown + broken;
}

/** Whether what was acknowledged is there, once: in the record and in what it made true. */
function kept(
  { events, versions, orders, acknowledgedOrders }: Stored,
  book: CommandBook,
): Pick<Judgement, 'lost' | 'twice' | 'strangers'> {
  const seqs = new Map(events.map(({ cmdId, seq }) => [cmdId, seq]));
  const { acknowledged } = book;
  const ofType = (type: string) => acknowledged.filter(({ command }) => command.type === type);
  const drawn = new Map<string, number>();
  for (const { command } of ofType('map.put')) {
    const id = String(command.payload['featureId']);
    drawn.set(id, (drawn.get(id) ?? 0) + 1);
  }
  const types = new Set(acknowledged.map(({ command }) => command.type));
  return {
    lost: count(acknowledged, ({ command, seq }) => seqs.get(command.cmdId) !== seq),
    twice:
      events.length -
      seqs.size +
      count([...drawn], ([id, times]) => versions.get(id) !== times) +
      Math.abs(orders - ofType('order.issue').length) +
      Math.abs(acknowledgedOrders - ofType('order.acknowledge').length),
    strangers: count(events, ({ type, cmdId }) => types.has(type) && !book.find(cmdId)),
  };
}

function isWhole(events: readonly Shown[], last: number): boolean {
  return events.length === last && events.every(({ seq }, index) => seq === index + 1);
}

function misshownTo(person: Person, record: readonly Shown[], events: readonly StoredEvent[]): number {
  return count(events, (event, index) => (record[index]?.redacted !== true) !== mayRead(person, event));
}

/** The whole record as HTTP gives it to a person. */
async function recordOf({ client }: Person, { sessionId, lastSeq }: Subject): Promise<Shown[]> {
  const record: Shown[] = [];
  for (let more = true; more;) {
    const after = record.at(-1)?.seq ?? 0;
    const { status, body } = await client.get<{ items: Shown[]; more: boolean }>(
      `/command-sessions/${sessionId}/events?after=${after}`,
    );
    if (status !== 200) throw new Error(`the record: ${status} ${JSON.stringify(body)}`);
    record.push(...body.items);
    more = body.more;
  }
  return record.filter(({ seq }) => seq <= lastSeq);
}

const EVENTS = `
  SELECT seq::float8 AS seq, cmd_id AS "cmdId", type, actor, occurred_at AS "occurredAt", recorded_at AS "recordedAt",
    scope, payload, prev_hash AS "prevHash", hash
  FROM session_event WHERE session_id = $1 AND seq <= $2 ORDER BY seq`;
const SHAPES = `SELECT feature_id AS id, version FROM map_feature WHERE session_id = $1`;
const ORDERS = `
  SELECT count(*)::float8 AS orders, count(*) FILTER (WHERE state = 'ACKNOWLEDGED')::float8 AS "acknowledgedOrders"
  FROM work_order WHERE session_id = $1`;

async function read({ databaseUrl, sessionId, lastSeq }: Subject): Promise<Stored> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const rowsOf = async <Row extends object>(sql: string, ...more: readonly unknown[]) =>
      (await client.query<Row>(sql, [sessionId, ...more])).rows;
    type Row = StoredEvent & { readonly occurredAt: Date; readonly recordedAt: Date };
    const events = (await rowsOf<Row>(EVENTS, lastSeq)).map((row) => ({
      ...row,
      occurredAt: new Date(row.occurredAt).toISOString(),
      recordedAt: new Date(row.recordedAt).toISOString(),
    }));
    const shapes = await rowsOf<{ id: string; version: number }>(SHAPES);
    const [{ orders, acknowledgedOrders } = { orders: 0, acknowledgedOrders: 0 }] =
      await rowsOf<Pick<Stored, 'orders' | 'acknowledgedOrders'>>(ORDERS);
    const versions = new Map(shapes.map(({ id, version }) => [id, version]));
    return { events, versions, orders, acknowledgedOrders };
  } finally {
    await client.end();
  }
}

function count<T>(all: readonly T[], isMeant: (one: T, index: number) => boolean): number {
  return all.filter(isMeant).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
