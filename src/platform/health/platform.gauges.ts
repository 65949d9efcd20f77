import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { HOT_POOL } from '../database/index.js';
import { OutboxDelivery } from '../outbox/index.js';
import { Realtime } from '../realtime/index.js';
import { Metrics } from './metrics.js';

/** What the platform itself shows at `/metrics` beside the process and its requests. */
@Injectable()
export class PlatformGauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly realtime: Realtime,
    private readonly outbox: OutboxDelivery,
    private readonly dataSource: DataSource,
    @Inject(HOT_POOL) private readonly hotPool: pg.Pool,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('sockets_open', 'Open sockets of this process', () => this.realtime.connections());
    this.metrics.gaugeBy(
      'outbox_facts',
      'Facts not delivered: waiting, or parked after the last attempt',
      'state',
      () => this.outboxDepth(),
    );
    const main = (this.dataSource.driver as PostgresDriver).master as pg.Pool;
    this.showPool('database_connections', 'Connections of the main database pool', main);
    this.showPool('database_hot_connections', 'Connections of the database pool of hot paths', this.hotPool);
  }

  private async outboxDepth(): Promise<ReadonlyMap<string, number>> {
    return new Map(Object.entries(await this.outbox.depth()));
  }

  private showPool(name: string, help: string, pool: pg.Pool): void {
    this.metrics.gaugeBy(
      name,
      `${help}: all, idle ones, and requests waiting for one`,
      'state',
      () =>
        new Map([
          ['total', pool.totalCount],
          ['idle', pool.idleCount],
          ['waiting', pool.waitingCount],
        ]),
    );
  }
}
