import { setTimeout as pause } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { Logger } from '../logging/index.js';
import type { JobConnections } from './job-connections.js';
import { HELD_JOB, type JobLease, JobLost } from './job-lease.js';
import type { JobLeases } from './job-leases.js';

export type JobHandler = (data: Record<string, unknown>, lease: JobLease) => Promise<void>;
type Job = PgBoss.JobWithMetadata<Record<string, unknown>>;

/** How long a job waits at most before a process that has nothing to do looks for it. */
const LOOK_MS = 500;

export interface JobQueue {
  readonly name: string;
  readonly handler: JobHandler;
  /** Jobs of it that one process runs together. */
  readonly lanes: number;
}

/** What all workers of a process share. */
export interface JobTools {
  readonly boss: PgBoss;
  readonly connections: JobConnections;
  readonly leases: JobLeases;
  readonly logger: Logger;
}

/** Takes the jobs of one queue, no more than it has lanes free: what this process does not run is left to others. */
export class JobWorker {
  private readonly running = new Set<Promise<void>>();
  private isStopping = false;
  private isNudged = false;
  private wake: () => void = () => undefined;
  private readonly looking: Promise<void>;

  constructor(
    private readonly queue: JobQueue,
    private readonly tools: JobTools,
  ) {
    this.looking = this.look();
  }

  /** Jobs under way are let finish; they keep their leases meanwhile. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.wake();
    await this.looking;
    await Promise.all(this.running);
  }

  /** There is a job that this process knows of: it is not waited for the next look. */
  nudge(): void {
    this.isNudged = true;
    this.wake();
  }

  private async look(): Promise<void> {
    while (!this.isStopping) {
      const free = this.queue.lanes - this.running.size;
      this.isNudged = false;
      const found = await this.fetch(free);
      if (found < free) await this.rest();
      else await Promise.race(this.running);
    }
  }

  private async rest(): Promise<void> {
    if (this.isNudged || this.isStopping) return;
    const woken = new AbortController();
    this.wake = () => woken.abort();
    await pause(LOOK_MS, undefined, { signal: woken.signal }).catch(() => undefined);
  }

  private async fetch(count: number): Promise<number> {
    const { name } = this.queue;
    const askedAtMs = performance.now();
    const jobs = await this.tools.boss.fetch<Record<string, unknown>>(name, {
      batchSize: count,
      includeMetadata: true,
    });
    for (const job of jobs) {
      const run = this.run(job, this.tools.leases.take(runOf(job), askedAtMs)).finally(() => this.running.delete(run));
      this.running.add(run);
    }
    return jobs.length;
  }

  private async run(job: Job, lease: JobLease): Promise<void> {
    try {
      // What was fetched while the service began to stop is given back: another process does it, or the next start.
      if (this.isStopping) throw new Error('the service stops');
      await this.queue.handler(job.data, lease);
      await this.end(lease, (db) => this.tools.boss.complete(this.queue.name, job.id, {}, { db }));
    } catch (error) {
      await this.fail(job, lease, error).catch((fault: unknown) => this.say(job, lease, fault));
    } finally {
      this.tools.leases.giveUp(lease);
    }
  }

  private async fail(job: Job, lease: JobLease, error: unknown): Promise<void> {
    this.say(job, lease, error);
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    await this.end(lease, (db) => this.tools.boss.fail(this.queue.name, job.id, { name, message }, { db }));
  }

  /** Says how the job ended only if it is still this run’s to say: a later run says it otherwise. */
  private async end({ run }: JobLease, work: (db: PgBoss.Db) => Promise<unknown>): Promise<void> {
    await this.tools.connections.transaction(async (db) => {
      const held = await db.executeSql(`${HELD_JOB} FOR UPDATE`, [run.queue, run.id, run.attempt]);
      if (held.rows.length > 0) await work(db);
    });
  }

  private say({ retryCount, retryLimit }: Job, { run, signal }: JobLease, error: unknown): void {
    const fields = { err: error, queue: run.queue, jobId: run.id, attempt: retryCount + 1 };
    if (this.isStopping) this.tools.logger.info(fields, 'job left because the service stops');
    else if (signal.aborted || error instanceof JobLost) this.tools.logger.warn(fields, 'job lost to a later run');
    else if (retryCount >= retryLimit) this.tools.logger.error(fields, 'job given up');
    else this.tools.logger.warn(fields, 'job failed; it will be tried again');
  }
}

function runOf({ name, id, retryCount }: Job): JobLease['run'] {
  return { queue: name, id, attempt: retryCount };
}
