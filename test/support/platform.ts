import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Config, createLogger, loadConfig, PlatformModule, SocketAdapter } from '../../src/platform/index.js';
import type { TestDatabase } from './database.js';

export interface TestPlatformOptions {
  readonly database: TestDatabase;
  readonly providers?: readonly Provider[];
  readonly controllers?: readonly Type[];
  readonly env?: Readonly<Record<string, string>>;
  /** With the sockets of the service. */
  readonly sockets?: boolean;
}

@Module({})
class ProbeModule {}

/** The platform room alone, as one process of an installation, with whatever a test hangs into it. */
export class TestPlatform {
  private constructor(
    readonly nest: NestExpressApplication,
    private readonly dataDir: string,
  ) {}

  static async start({
    database,
    providers = [],
    controllers = [],
    env = {},
    sockets = false,
  }: TestPlatformOptions): Promise<TestPlatform> {
    const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-platform-'));
    const config = testConfig(dataDir, env);
    const logger = createLogger(config.SKYDOCKET_LOG_LEVEL);
    const nest = await NestFactory.create<NestExpressApplication>(
      {
        module: ProbeModule,
        imports: [PlatformModule.with({ config, databaseUrl: database.url, logger })],
        providers: [...providers],
        controllers: [...controllers],
      },
      { logger: false, abortOnError: false },
    );
    if (sockets) nest.useWebSocketAdapter(new SocketAdapter(nest, config, logger));
    const platform = new TestPlatform(nest, dataDir);
    try {
      await nest.init();
      return platform;
    } catch (error) {
      await platform.stop();
      throw error;
    }
  }

  get<T>(token: Type<T> | symbol): T {
    return this.nest.get<T>(token, { strict: false });
  }

  async stop(): Promise<void> {
    await this.nest.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function testConfig(dataDir: string, env: Readonly<Record<string, string>>): Config {
  return loadConfig({
    SKYDOCKET_MODE: 'production',
    SKYDOCKET_DATA_DIR: dataDir,
    SKYDOCKET_MQTT_PORT: '0',
    SKYDOCKET_LOG_LEVEL: process.env['SKYDOCKET_TEST_LOG'] ?? 'silent',
    ...env,
  });
}
