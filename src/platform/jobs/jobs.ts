import {
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

type JobHandler = (data: Record<string, unknown>) => Promise<void>;

const JOB_QUEUE = 'skydocket:job';

/** Marks a provider's method as the one worker of a queue. It may run more than once for the same job. */
export const OnJob = (queue: string): MethodDecorator => SetMetadata(JOB_QUEUE, queue);

/** Work off the request path, queued in the transaction that needs it. A queue without worker, or with two, stops the start. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly boss: PgBoss;
  private readonly workers = new Map<string, JobHandler>();
  private stopping = false;

  constructor(
    @Inject(DATABASE_ADDRESS) url: string,
    @Inject(LOGGER) private readonly logger: Logger,
    readonly discovery: DiscoveryService,
    readonly scanner: MetadataScanner,
    readonly reflector: Reflector,
  ) {
    this.boss = new PgBoss({ connectionString: url, max: 3, application_name: 'skydocket-jobs' });
    this.boss.on('error', (error) => {
      if (!this.stopping) this.logger.error({ err: error }, 'job queue');
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.findWorkers();
    await this.boss.start();
    for (const [queue, handler] of this.workers) {
      await this.boss.createQueue(queue, { name: queue, retryLimit: 5, retryDelay: 2, retryBackoff: true });
      await this.boss.work<Record<string, unknown>>(queue, { pollingIntervalSeconds: 0.5 }, async ([job]) => {
        if (job) await handler(job.data);
      });
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.boss.stop({ graceful: true, wait: true, timeout: 5_000 });
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

  private findWorkers(): void {
    discoverMethods<Record<string, unknown>>(this, JOB_QUEUE, (queue, handler) => {
      if (this.workers.has(queue)) throw new Error(`queue ${queue} has two workers`);
      this.workers.set(queue, handler);
    });
  }
}
