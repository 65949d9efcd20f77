import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptService } from './servers/kept-service.js';
import type { Stage } from './soak.types.js';

/** Where a service with everything embedded is to be found. */
export function embedded(
  { url, ports }: KeptService,
  dataDir: string,
): Pick<Stage, 'url' | 'dataDir' | 'databaseUrl' | 'mqttPort'> {
  const password = readPassword(dataDir);
  const databaseUrl = `postgres://skydocket:${password}@127.0.0.1:${ports.postgres}/skydocket`;
  return { url, dataDir, databaseUrl, mqttPort: ports.mqtt };
}

/** Empty where the database is an external one. */
function readPassword(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'secrets', 'postgres.password'), 'utf8').trim();
  } catch {
    return '';
  }
}
