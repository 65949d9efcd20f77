import 'reflect-metadata';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { createApp } from '../src/app.setup.js';
import {
  createLogger,
  declaredRoutes,
  declaredSocketEvents,
  EmbeddedPostgres,
  loadConfig,
  openApiDocument,
  PROJECT_ROOT,
  UnitOfWork,
  VERSION,
} from '../src/platform/index.js';
import { commandsPage } from './docs/commands-page.js';
import { configPage, errorsPage, eventsPage, permissionsPage } from './docs/pages.js';
import { dumpSchema } from './docs/schema-dump.js';

/** Writes docs/generated from the running code and a freshly migrated database; a gate demands no difference. */
const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-docs-'));
const postgres = await EmbeddedPostgres.start({ dataDir, port: 0, settings: ['fsync=off'] });
try {
  const config = loadConfig({ SKYDOCKET_MODE: 'production', SKYDOCKET_DATA_DIR: dataDir, SKYDOCKET_MQTT_PORT: '0' });
  const app = await createApp({ config, databaseUrl: postgres.url, logger: createLogger('warn') });
  const tools = {
    discovery: app.get(DiscoveryService),
    scanner: app.get(MetadataScanner),
    reflector: app.get(Reflector),
  };
  const routes = declaredRoutes(tools);
  const sockets = declaredSocketEvents(tools);
  const folder = join(PROJECT_ROOT, 'docs', 'generated');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  write('openapi.json', `${JSON.stringify(openApiDocument(routes, VERSION, false), null, 2)}\n`);
  write('commands.md', commandsPage());
  write('config.md', configPage());
  write('errors.md', errorsPage());
  write('events.md', eventsPage(sockets));
  write('permissions.md', permissionsPage(routes, sockets));
  write('schema.sql', await app.get(UnitOfWork).read(dumpSchema));
  await app.close();
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);
