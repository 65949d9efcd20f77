// A process of an installation that begins a job and never ends it: it says so and waits to be killed.
// Arguments: address of the database, data folder, queue, seconds of a lease.
import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createLogger, loadConfig, OnJob, PlatformModule } from '../../dist/src/platform/index.js';

const [databaseUrl, dataDir, queue, leaseSeconds] = process.argv.slice(2);
const config = loadConfig({
  SKYDOCKET_MODE: 'production',
  SKYDOCKET_DATA_DIR: dataDir,
  SKYDOCKET_MQTT_PORT: '0',
  SKYDOCKET_LOG_LEVEL: 'silent',
  SKYDOCKET_JOB_LEASE_SECONDS: leaseSeconds,
});

class Endless {
  async work() {
    process.stdout.write('begun\n');
    await pause(600_000);
  }
}
OnJob(queue)(Endless.prototype, 'work', Object.getOwnPropertyDescriptor(Endless.prototype, 'work'));
class Service {}
Module({
  imports: [PlatformModule.with({ config, databaseUrl, logger: createLogger('silent') })],
  providers: [Endless],
})(Service);
await NestFactory.createApplicationContext(Service, { logger: false });
process.stdout.write('ready\n');
