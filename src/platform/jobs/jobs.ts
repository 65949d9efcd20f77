import {
  applyDecorators,
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  SetMetadata,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import PgBoss from 'pg-boss';
import { DATABASE_ADDRESS, type Tx } from '../database/index.js';
import { discoverMethods } from '../discover.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { JobConnections } from './job-connections.js';

type JobHandler = (data: Record<string, unknown>) => Promise<void>;
type Job = PgBoss.JobWithMetadata<Record<string, unknown>>;

/** Jobs of one queue that a process takes at a time, and how many of them run together. */
const BATCH = 10;
const CONCURRENCY = 2;

/** How often the clock is looked at, and what it asks for is sent: a minute's job is late by the sum at most. */
const CLOCK_LOOK_SECONDS = 10;
const CLOCK_SEND_SECONDS = 2;

/** After it, jobs still under way are counted as failed, though they are let finish. */
const STOP_TIMEOUT_MS = 30_000;

const JOB_QUEUE = 'skydocket:job';
const JOB_SCHEDULE = 'skydocket:job-schedule';
const EVERY_MINUTE = '* * * * *';

/** Marks a provider's method as the one worker of a queue. It may run more than once for the same job. */
export const OnJob = (queue: string): MethodDecorator => SetMetadata(JOB_QUEUE, queue);

/**
 * Marks a provider's method as the worker of a queue that the clock fills once a minute, once for all instances
 * together. What it does must be right however late it runs, and when two runs meet.
 */
export const OnEveryMinute = (queue: string): MethodDecorator =>
  applyDecorators(OnJob(queue), SetMetadata(JOB_SCHEDULE, queue));

/** Work off the request path, queued in the transaction that needs it. A queue without worker, or with two, stops the start. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly connections: JobConnections;
  private readonly boss: PgBoss;
  private readonly workers = new Map<string, JobHandler>();
  private readonly everyMinute = new Set<string>();
  private readonly batches = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    @Inject(DATABASE_ADDRESS) url: string,
    @Inject(LOGGER) private readonly logger: Logger,
    readonly discovery: DiscoveryService,
    readonly scanner: MetadataScanner,
    readonly reflector: Reflector,
  ) {
    const tell = (error: Error): void => {
      if (!this.stopping) this.logger.error({ err: error }, 'job queue');
    };
    this.connections = new JobConnections(url, tell);
    this.boss = new PgBoss({
      db: this.connections,
      cronMonitorIntervalSeconds: CLOCK_LOOK_SECONDS,
      cronWorkerIntervalSeconds: CLOCK_SEND_SECONDS,
    });
    this.boss.on('error', tell);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.findWorkers();
    await this.boss.start();
    for (const [queue, handler] of this.workers) {
      await this.boss.createQueue(queue, { name: queue, retryLimit: 5, retryDelay: 2, retryBackoff: true });
      await this.boss.work<Record<string, unknown>>(
        queue,
        { pollingIntervalSeconds: 0.5, batchSize: BATCH, includeMetadata: true },
        (jobs) => this.follow(() => this.workOn(queue, handler, jobs)),
      );
    }
    await this.setClock();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.boss.stop({ graceful: true, wait: true, timeout: STOP_TIMEOUT_MS });
    await Promise.allSettled(this.batches);
    await this.connections.close();
  }

  /** Adds a job that exists if and only if `tx` commits. */
  async enqueue(tx: Tx, queue: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    if (!this.workers.has(queue)) throw new Error(`no worker for queue ${queue}`);
    const db = {
      executeSql: async (sql: string, values: unknown[]) => ({ rows: await tx.query<unknown>(sql, values) }),
    };
    await this.boss.send(queue, { ...data }, { db });
  }

  /** Jobs waiting or running, by queue. */
  async depth(): Promise<ReadonlyMap<string, number>> {
    const sizes = await Promise.all(
      [...this.workers.keys()].map(async (queue) => [queue, await this.boss.getQueueSize(queue)] as const),
    );
    return new Map(sizes);
  }

  /** What was fetched while the service began to stop is given back: another process does it, or the next start. */
  private async follow(work: () => Promise<void>): Promise<void> {
    if (this.stopping) throw new Error('the service stops');
    const batch = work();
    this.batches.add(batch);
    try {
      await batch;
    } finally {
      this.batches.delete(batch);
    }
  }

  /** Each job ends on its own: done ones at once; failed ones last, or their next attempt could come before the batch ends. */
  private async workOn(queue: string, handler: JobHandler, jobs: readonly Job[]): Promise<void> {
    const waiting = [...jobs];
    const faults = new Map<string, Error>();
    const lane = async (): Promise<void> => {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        try {
          await handler(job.data);
          await this.boss.complete(queue, job.id);
        } catch (error) {
          faults.set(job.id, error instanceof Error ? error : new Error(String(error)));
          this.tell(queue, job, error);
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, lane));
    for (const [id, { name, message }] of faults) await this.boss.fail(queue, id, { name, message });
  }

  private tell(queue: string, { id, retryCount, retryLimit }: Job, error: unknown): void {
    const fields = { err: error, queue, jobId: id, attempt: retryCount + 1 };
    if (retryCount >= retryLimit) this.logger.error(fields, 'job given up');
    else this.logger.warn(fields, 'job failed; it will be tried again');
  }

  /** The clock outlives the process, so what an earlier version had it fill is taken off it. */
  private async setClock(): Promise<void> {
    for (const { name } of await this.boss.getSchedules()) {
      if (!this.everyMinute.has(name)) await this.boss.unschedule(name);
    }
    for (const queue of this.everyMinute) await this.boss.schedule(queue, EVERY_MINUTE, {}, { retryLimit: 0 });
  }

  private findWorkers(): void {
    discoverMethods<Record<string, unknown>>(this, JOB_QUEUE, (queue, handler) => {
      if (this.workers.has(queue)) throw new Error(`queue ${queue} has two workers`);
      this.workers.set(queue, handler);
    });
    discoverMethods(this, JOB_SCHEDULE, (queue) => this.everyMinute.add(queue));
  }
}
