import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import pg from 'pg';
import { type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { SnakeCaseNaming } from './naming.strategy.js';
import { UnitOfWork } from './unit-of-work.js';

/** Where the database of this process is; decided before the application is built. */
export const DATABASE_ADDRESS = Symbol('DATABASE_ADDRESS');

/** Raw connections for hot paths that go round the ORM (telemetry). */
export const HOT_POOL = Symbol('HOT_POOL');

const HOT_CONNECTIONS = 4;
/** A request that gets no connection within this is answered 503 rather than kept waiting. */
const CONNECT_TIMEOUT_MS = 5_000;

export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    migrations: [...MIGRATIONS],
    migrationsRun: true,
    migrationsTransactionMode: 'each',
    synchronize: false,
    namingStrategy: new SnakeCaseNaming(),
    poolSize,
    // Sessions are in UTC wherever the server stands; ranges and dates then read back alike.
    extra: {
      options: '-c timezone=UTC',
      application_name: 'skydocket',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      pipeline: true,
    },
  };
}

@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(HOT_POOL) private readonly hotPool: pg.Pool) {}

  static at(url: string): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => ({
            ...dataSourceOptions(url, config.SKYDOCKET_DATABASE_POOL),
            autoLoadEntities: true,
            retryAttempts: 0,
          }),
        }),
      ],
      providers: [
        UnitOfWork,
        { provide: DATABASE_ADDRESS, useValue: url },
        { provide: HOT_POOL, useFactory: () => hotPool(url) },
      ],
      exports: [UnitOfWork, DATABASE_ADDRESS, HOT_POOL],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.hotPool.end();
  }
}

function hotPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: HOT_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: '-c timezone=UTC',
    application_name: 'skydocket-hot',
    pipeline: true,
  });
  // A connection that dies while idle is replaced at the next use; the error belongs to whoever asks then.
  pool.on('error', () => undefined);
  return pool;
}
