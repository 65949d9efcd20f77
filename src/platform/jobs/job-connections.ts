import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';

type Rows = Promise<{ rows: unknown[] }>;

/** Connections of the job queue; a few serve all its workers. */
export class JobConnections {
  private readonly pool: pg.Pool;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(url: string, onError: (error: Error) => void) {
    this.pool = new pg.Pool({ connectionString: url, max: 3, application_name: 'skydocket-jobs' });
    this.pool.on('error', onError);
  }

  async executeSql(sql: string, values: unknown[]): Rows {
    const query = this.pool.query<Record<string, unknown>>(sql, values);
    this.underWay.add(query);
    try {
      return await query;
    } finally {
      this.underWay.delete(query);
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
