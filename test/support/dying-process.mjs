// Commits a fact and dies before anything could deliver it. Arguments: address of the database, data folder.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  createLogger,
  defineEvents,
  loadConfig,
  OnEvent,
  Outbox,
  PlatformModule,
  SYSTEM,
  UnitOfWork,
} from '../../dist/src/platform/index.js';

const [databaseUrl, dataDir] = process.argv.slice(2);
defineEvents({ 'probe.happened': 'Something the test did' });
const config = loadConfig({
  SKYDOCKET_MODE: 'production',
  SKYDOCKET_DATA_DIR: dataDir,
  SKYDOCKET_LOG_LEVEL: 'silent',
});
const settings = { config, databaseUrl, logger: createLogger('silent') };

class Listener {
  async hear() {}
}
OnEvent('probe.happened')(Listener.prototype, 'hear', Object.getOwnPropertyDescriptor(Listener.prototype, 'hear'));
class Service {}
Module({ imports: [PlatformModule.with(settings)], providers: [Listener] })(Service);

const app = await NestFactory.createApplicationContext(Service, { logger: false });
await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
  tx.afterCommit(() => process.kill(process.pid, 'SIGKILL'));
  await app
    .get(Outbox, { strict: false })
    .record(tx, { type: 'probe.happened', aggregate: 'orphan', payload: { number: 1 } });
});
