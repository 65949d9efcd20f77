import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';

type Rows = Promise<{ rows: unknown[] }>;

/** What the queue sends its statements to. */
export interface JobDb {
  executeSql(sql: string, values: unknown[]): Rows;
}

/** Connections of the job queue; a few serve all its workers. */
export class JobConnections implements JobDb {
  private readonly pool: pg.Pool;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(url: string, onError: (error: Error) => void) {
    this.pool = new pg.Pool({ connectionString: url, max: 3, application_name: 'skydocket-jobs' });
    this.pool.on('error', onError);
  }

  async executeSql(sql: string, values: unknown[]): Rows {
    return this.follow(this.pool.query<Record<string, unknown>>(sql, values));
  }

  /** Commits what `work` does on one connection, or none of it. */
  async transaction(work: (db: JobDb) => Promise<void>): Promise<void> {
    return this.follow(this.committed(work));
  }

  private async committed(work: (db: JobDb) => Promise<void>): Promise<void> {
    const client = await this.pool.connect();
    let fault: Error | undefined;
    try {
      await client.query('BEGIN');
      await work({ executeSql: (sql, values) => client.query<Record<string, unknown>>(sql, values) });
      await client.query('COMMIT');
    } catch (error) {
      fault = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // A connection on which something failed is closed: that rolls back, whatever state it is in.
      client.release(fault);
    }
  }

  private async follow<T>(work: Promise<T>): Promise<T> {
    this.underWay.add(work);
    try {
      return await work;
    } finally {
      this.underWay.delete(work);
    }
  }

  /**
   * Only after every query has its answer, and those that follow from it have theirs: a pool that ends forgets who still
   * waits for a connection.
   */
  async close(): Promise<void> {
    do {
      await Promise.allSettled(this.underWay);
      await turn();
    } while (this.underWay.size > 0);
    await this.pool.end();
  }
}
