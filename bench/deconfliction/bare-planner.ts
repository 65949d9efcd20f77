import pg from 'pg';
import type { ApiClient } from '../../scripts/scenario/api-client.js';
import { newId } from '../../src/platform/index.js';
import { recordStatements, type Statement, withValues } from '../support/recorded-statements.js';
import type { PlanBody } from './plans.js';

const RECORDINGS = 4;
const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The rows that an accepted plan writes, as the service wrote them. */
export interface RecordedPlan {
  readonly inserts: readonly Statement[];
  readonly ids: ReadonlySet<string>;
}

/** Lets the service accept plans, in this process, and listens for its inserts: the shortest recording is the plan alone. */
export async function recordPlan(client: ApiClient, plans: readonly PlanBody[]): Promise<RecordedPlan> {
  const startedAt = Date.now();
  const recordings: Statement[][] = [];
  for (const plan of plans.slice(0, RECORDINGS)) {
    const { result, statements } = await recordStatements(() => client.post('/flights', plan));
    if (result.status !== 201) throw new Error(`${result.status} ${JSON.stringify(result.body)}`);
    recordings.push(untilItsCommit(statements).filter(({ text }) => /^\s*INSERT INTO/.test(text)));
  }
  const [inserts = []] = recordings.sort((a, b) => a.length - b.length);
  if (inserts.length === 0) throw new Error('no insert was recorded');
  const values = inserts.flatMap((statement) => statement.values.flat());
  return { inserts, ids: new Set(values.filter((value): value is string => isMintedSince(value, startedAt))) };
}

/** What follows the commit is the delivery of events, which nobody waits for; what commits before is work of others. */
function untilItsCommit(statements: readonly Statement[]): Statement[] {
  const planned = statements.findIndex(({ text }) => /INSERT INTO "flight"/.test(text));
  if (planned < 0) throw new Error('the insert of a flight was not heard');
  return statements.slice(0, statements.findIndex(({ text }, at) => at > planned && text === 'COMMIT') + 1);
}

function isMintedSince(value: unknown, instantMs: number): boolean {
  const [, high, low] = UUID_V7.exec(typeof value === 'string' ? value : '') ?? [];
  return high !== undefined && low !== undefined && Number.parseInt(high + low, 16) >= instantMs;
}

/** The shortest honest program: the same rows with new ids in one transaction, nothing asked before. */
export class BarePlanner {
  private readonly pool: pg.Pool;

  constructor(
    databaseUrl: string,
    private readonly recorded: RecordedPlan,
    connections: number,
  ) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  }

  async file(): Promise<boolean> {
    const client = await this.pool.connect();
    const fresh = new Map([...this.recorded.ids].map((id) => [id, newId()]));
    try {
      await client.query('BEGIN');
      for (const statement of this.recorded.inserts) {
        const { values, ...same } = withValues(statement, (value) => fresh.get(value as string) ?? value);
        await client.query({ ...same, values: [...values] });
      }
      await client.query('COMMIT');
      return true;
    } finally {
      client.release();
    }
  }

  async stop(): Promise<void> {
    await this.pool.end();
  }
}
