import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../platform/index.js';

/** The generalised boundaries and place names that come with the project; see resources/boundaries/NOTICE. */
const FOLDER = join(PROJECT_ROOT, 'resources', 'boundaries');

export function readResource(name: 'hebei.topo.json' | 'places.json'): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}
