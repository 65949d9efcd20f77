import type { Tx } from '../database/index.js';

/** One run of a job: the queue counts its attempts, so no two runs have the same number. */
export interface JobRun {
  readonly queue: string;
  readonly id: string;
  readonly attempt: number;
}

/** Another run of the job has begun, or may begin: what this one still does counts for nothing. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
  constructor() {
    super('the lease of the job has lapsed');
  }
}

/** The row of the job as long as this run of it is the only one. */
export const HELD_JOB = `SELECT id FROM pgboss.job WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3`;

/** The right to be the only run of a job. It is renewed as long as the process lives and the database answers. */
export class JobLease {
  private readonly loss = new AbortController();

  constructor(
    readonly run: JobRun,
    /** Milliseconds of the process’s own clock, which nobody sets. */
    private heldFromMs: number,
  ) {}

  /** Aborted when the lease is lost: long work ends then. */
  get signal(): AbortSignal {
    return this.loss.signal;
  }

  /**
   * Binds the transaction to the lease: it commits only while no other run of the job has begun, and none begins before
   * it has ended.
   * @throws JobLost
   */
  async hold(tx: Tx): Promise<void> {
    this.signal.throwIfAborted();
    const { queue, id, attempt } = this.run;
    if (!(await tx.queryOne(`${HELD_JOB} FOR KEY SHARE`, [queue, id, attempt]))) throw new JobLost();
  }

  renewed(atMs: number): void {
    this.heldFromMs = atMs;
  }

  /** True when it was not renewed for as long as it lasts, whatever the database holds by now. */
  hasLapsed(nowMs: number, lastsMs: number): boolean {
    return nowMs - this.heldFromMs >= lastsMs;
  }

  lose(): void {
    this.loss.abort(new JobLost());
  }
}
