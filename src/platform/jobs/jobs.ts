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
import { CONFIG, type Config } from '../config/index.js';
import { DATABASE_ADDRESS, type Tx } from '../database/index.js';
import { discoverMethods } from '../discover.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { JobConnections } from './job-connections.js';
import type { JobLease } from './job-lease.js';
import { JobLeases } from './job-leases.js';
import { JobQueues } from './job-queues.js';
import { type JobHandler, JobWorker } from './job-worker.js';

/** How often the clock is looked at, and what it asks for is sent: a minute's job is late by the sum at most. */
const CLOCK_LOOK_SECONDS = 10;
const CLOCK_SEND_SECONDS = 2;

/** Jobs of one queue that a process runs together; a minute's job never runs beside itself in one process. */
const LANES = 2;

/** Jobs without a lease are looked for so often while one lasts. */
const LOOKS_FOR_LAPSED = 3;

const JOB_QUEUE = 'skydocket:job';
const JOB_SCHEDULE = 'skydocket:job-schedule';
const JOB_GIVEN_UP = 'skydocket:job-given-up';
const EVERY_MINUTE = '* * * * *';

/**
 * Marks a provider's method as the one worker of a queue. It may run more than once for the same job, one run after the
 * other: each has a lease, and what must not be done by two binds its transaction to it (`lease.hold(tx)`).
 */
export const OnJob = (queue: string): MethodDecorator => SetMetadata(JOB_QUEUE, queue);

/**
 * Marks a provider's method as the worker of a queue that the clock fills once a minute, once for all instances
 * together. What it does must be right however late it runs, and when two runs meet.
 */
export const OnEveryMinute = (queue: string): MethodDecorator =>
  applyDecorators(OnJob(queue), SetMetadata(JOB_SCHEDULE, queue));

/**
 * Marks the method that says of a job of the queue, given what the job was given, that nothing comes of it any more:
 * after the last attempt failed, also where the process died in it. Such a queue tries for hours before.
 */
export const OnGivenUp = (queue: string): MethodDecorator => SetMetadata(JOB_GIVEN_UP, queue);

/** Work off the request path, queued in the transaction that needs it. A queue without worker, or with two, stops the start. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly connections: JobConnections;
  private readonly boss: PgBoss;
  private readonly leases: JobLeases;
  private readonly queues: JobQueues;
  private readonly handlers = new Map<string, JobHandler>();
  private readonly everyMinute = new Set<string>();
  private readonly givenUp = new Map<string, JobHandler>();
  private workers: ReadonlyMap<string, JobWorker> = new Map();
  private stopping = false;

  constructor(
    @Inject(DATABASE_ADDRESS) url: string,
    @Inject(CONFIG) { SKYDOCKET_JOB_LEASE_SECONDS: leaseSeconds }: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    readonly discovery: DiscoveryService,
    readonly scanner: MetadataScanner,
    readonly reflector: Reflector,
  ) {
    const tell = (error: unknown): void => {
      if (!this.stopping) this.logger.error({ err: error }, 'job queue');
    };
    this.connections = new JobConnections(url, tell);
    this.boss = new PgBoss({
      db: this.connections,
      cronMonitorIntervalSeconds: CLOCK_LOOK_SECONDS,
      cronWorkerIntervalSeconds: CLOCK_SEND_SECONDS,
      maintenanceIntervalSeconds: Math.max(1, Math.floor(leaseSeconds / LOOKS_FOR_LAPSED)),
    });
    this.boss.on('error', tell);
    this.leases = new JobLeases(this.connections, leaseSeconds, tell);
    this.queues = new JobQueues(this.boss, this.connections, leaseSeconds);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.findWorkers();
    await this.boss.start();
    await this.queues.prepare([...this.handlers.keys()], [...this.givenUp.keys()]);
    const { boss, connections, leases, logger } = this;
    const said = [...this.givenUp].map(([queue, handler]) => [this.queues.graveOf(queue), handler] as const);
    const lanesOf = (name: string): number => (this.everyMinute.has(name) ? 1 : LANES);
    this.workers = new Map(
      [...this.handlers, ...said].map(([name, handler]) => [
        name,
        new JobWorker({ name, handler, lanes: lanesOf(name) }, { boss, connections, leases, logger }),
      ]),
    );
    await this.setClock();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.workers.values()].map((worker) => worker.stop()));
    await this.leases.stop();
    await this.boss.stop({ graceful: true, wait: true });
    await this.connections.close();
  }

  /** Adds a job that exists if and only if `tx` commits. */
  async enqueue(tx: Tx, queue: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    if (!this.handlers.has(queue)) throw new Error(`no worker for queue ${queue}`);
    const db = {
      executeSql: async (sql: string, values: unknown[]) => ({ rows: await tx.query<unknown>(sql, values) }),
    };
    await this.boss.send(queue, { ...data }, { db });
    tx.afterCommit(() => this.workers.get(queue)?.nudge());
  }

  /** Jobs waiting, by queue. */
  async depth(): Promise<ReadonlyMap<string, number>> {
    const sizes = await Promise.all(
      [...this.handlers.keys()].map(async (queue) => [queue, await this.boss.getQueueSize(queue)] as const),
    );
    return new Map(sizes);
  }

  /** Jobs that were given up within a week, by queue; those of every minute, which come again, are not among them. */
  async lost(): Promise<ReadonlyMap<string, number>> {
    const counts = await this.queues.failed();
    return new Map([...counts].filter(([queue]) => this.handlers.has(queue) && !this.everyMinute.has(queue)));
  }

  /** The clock outlives the process, so what an earlier version had it fill is taken off it. */
  private async setClock(): Promise<void> {
    for (const { name } of await this.boss.getSchedules()) {
      if (!this.everyMinute.has(name)) await this.boss.unschedule(name);
    }
    for (const queue of this.everyMinute) await this.boss.schedule(queue, EVERY_MINUTE, {}, { retryLimit: 0 });
  }

  private findWorkers(): void {
    discoverMethods<[Record<string, unknown>, JobLease]>(this, JOB_QUEUE, (queue, handler) => {
      if (this.handlers.has(queue)) throw new Error(`queue ${queue} has two workers`);
      this.handlers.set(queue, handler);
    });
    discoverMethods(this, JOB_SCHEDULE, (queue) => this.everyMinute.add(queue));
    discoverMethods<[Record<string, unknown>, JobLease]>(this, JOB_GIVEN_UP, (queue, handler) => {
      if (!this.handlers.has(queue)) throw new Error(`no worker for queue ${queue}`);
      this.givenUp.set(queue, handler);
    });
  }
}
