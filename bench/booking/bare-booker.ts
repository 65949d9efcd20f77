import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId, periodLiteral } from '../../src/platform/index.js';
import type { ApiClient } from '../../scripts/scenario/api-client.js';
import { recordStatements, type Statement, withValues } from '../support/recorded-statements.js';
import { type Booker, bookingBody } from './book-all.js';
import type { Slot } from './slot-deck.js';

/** What the service sends to the database for one booking that is accepted and for one that is refused. */
export interface RecordedBooking {
  readonly startedAt: number;
  readonly slot: Omit<Slot, 'contended'>;
  readonly accepted: readonly Statement[];
  readonly refused: readonly Statement[];
}

const HOUR_MS = 3_600_000;
const DAYS_AHEAD = 400;
const RECORDINGS = 6;
const DELIVERY_MS = 1_500;

/** Lets the service book and refuse, in this process, and listens to its statements. */
export async function recordBooking(client: ApiClient, deviceId: string): Promise<RecordedBooking> {
  const startedAt = Date.now();
  const first = new Date((Math.floor(startedAt / HOUR_MS) + DAYS_AHEAD * 24) * HOUR_MS);
  const slots = Array.from({ length: RECORDINGS }, (_, nth) => {
    const from = new Date(first.getTime() + nth * HOUR_MS);
    return { deviceId, from, to: new Date(from.getTime() + HOUR_MS) };
  });
  const accepted = await shortest(slots, async (slot) => ({ slot, statements: await recordOne(client, slot, 201) }));
  await pause(DELIVERY_MS);
  const { slot } = accepted;
  const refused = await shortest(slots, async () => ({ slot, statements: await recordOne(client, slot, 409) }));
  return { startedAt, slot, accepted: untilCommit(accepted.statements), refused: refused.statements };
}

async function recordOne(client: ApiClient, slot: Omit<Slot, 'contended'>, expected: number): Promise<Statement[]> {
  const { result, statements } = await recordStatements(() => client.post('/bookings', bookingBody(slot)));
  if (result.status !== expected) throw new Error(`${result.status} ${JSON.stringify(result.body)}`);
  return statements;
}

/** Work in the background only ever adds statements, so the shortest of several recordings is the request alone. */
async function shortest<In, Out extends { statements: Statement[] }>(
  inputs: readonly In[],
  record: (input: In) => Promise<Out>,
): Promise<Out> {
  const recordings: Out[] = [];
  for (const input of inputs) recordings.push(await record(input));
  const [best] = recordings.sort((a, b) => a.statements.length - b.statements.length);
  if (!best) throw new Error('nothing was recorded');
  return best;
}

/** What follows the commit is the delivery of events, which nobody waits for. */
function untilCommit(statements: readonly Statement[]): Statement[] {
  return statements.slice(0, statements.findIndex(({ text }) => text === 'COMMIT') + 1);
}

const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id of version 7 begins with the milliseconds at which it was made. */
function isMintedSince(value: string, instantMs: number): boolean {
  const [, high, low] = UUID_V7.exec(value) ?? [];
  return high !== undefined && low !== undefined && Number.parseInt(high + low, 16) >= instantMs;
}

/**
 * The shortest honest program: the same statements in the same order and number on a pool of the same size, with new
 * ids, the device and the period of the slot.
 */
export class BareBooker implements Booker {
  private readonly pool: pg.Pool;
  private readonly recordedIds: ReadonlySet<string>;

  constructor(
    databaseUrl: string,
    private readonly recorded: RecordedBooking,
    connections: number,
  ) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
    this.recordedIds = new Set(
      recorded.accepted
        .flatMap(({ values }) => values.flat())
        .filter((value): value is string => typeof value === 'string' && isMintedSince(value, recorded.startedAt)),
    );
  }

  async book(slot: Slot): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      const change = this.changeFor(slot);
      for (const statement of slot.contended ? this.recorded.refused : this.recorded.accepted) {
        const { values, ...same } = withValues(statement, change);
        await client.query({ ...same, values: [...values] });
      }
      return !slot.contended;
    } finally {
      client.release();
    }
  }

  async stop(): Promise<void> {
    await this.pool.end();
  }

  private changeFor({ deviceId, from, to }: Slot): (value: unknown) => unknown {
    const { slot } = this.recorded;
    const replaced = new Map<unknown, unknown>([
      [slot.deviceId, deviceId],
      [periodLiteral(slot), periodLiteral({ from, to })],
      ...[...this.recordedIds].map((id) => [id, newId()] as const),
    ]);
    return (value) => {
      if (value instanceof Date && value.getTime() === slot.from.getTime()) return from;
      if (value instanceof Date && value.getTime() === slot.to.getTime()) return to;
      return replaced.get(value) ?? value;
    };
  }
}
