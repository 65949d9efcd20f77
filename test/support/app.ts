import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from '../../src/app.setup.js';
import { BROKER, type Broker, createLogger, loadConfig } from '../../src/platform/index.js';
import type { ApiClient } from './client.js';
import { TestDatabase } from './database.js';
import { type DemoPerson, logInAs } from './demo-people.js';

export interface TestAppOptions {
  /** Further configuration keys. */
  readonly env?: Readonly<Record<string, string>>;
  /** False: an empty production installation. */
  readonly seeded?: boolean;
}

/** The whole application on a database of its own, on free ports, with the embedded broker. One a file. */
export class TestApp {
  private constructor(
    readonly nest: NestExpressApplication,
    readonly url: string,
    readonly database: TestDatabase,
    readonly dataDir: string,
  ) {}

  static async start({ env = {}, seeded = true }: TestAppOptions = {}): Promise<TestApp> {
    const database = await TestDatabase.create({ seeded });
    const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-app-'));
    if (seeded)
      copyFileSync(join(process.env['SKYDOCKET_TEST_DATA'] ?? '', 'demo-users.json'), join(dataDir, 'demo-users.json'));
    const config = loadConfig({
      SKYDOCKET_MODE: seeded ? 'demonstration' : 'production',
      SKYDOCKET_DATA_DIR: dataDir,
      SKYDOCKET_MQTT_PORT: '0',
      SKYDOCKET_LOG_LEVEL: process.env['SKYDOCKET_TEST_LOG'] ?? 'silent',
      SKYDOCKET_LOGIN_ATTEMPTS: '1000',
      SKYDOCKET_DATABASE_POOL: '20',
      ...env,
    });
    const nest = await createApp({
      config,
      databaseUrl: database.url,
      logger: createLogger(config.SKYDOCKET_LOG_LEVEL),
    });
    await nest.listen(0, '127.0.0.1');
    return new TestApp(nest, await nest.getUrl(), database, dataDir);
  }

  /** The same database and data folder under another run of the application. */
  with(nest: NestExpressApplication, url: string): TestApp {
    return new TestApp(nest, url, this.database, this.dataDir);
  }

  get mqttUrl(): string {
    return this.nest.get<Broker>(BROKER).address;
  }

  get<T>(token: Type<T> | symbol): T {
    return this.nest.get<T>(token, { strict: false });
  }

  async as(person: DemoPerson): Promise<ApiClient> {
    return logInAs(this.url, this.dataDir, person);
  }

  async stop(): Promise<void> {
    await this.nest.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
