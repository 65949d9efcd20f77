// Runs a compiled program of this project: `node scripts/run-built.mjs scripts/demo-scenario [arguments]`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale, projectRoot } from './build-if-stale.mjs';

const [, self, program, ...rest] = process.argv;
buildIfStale();
process.argv = [process.execPath, self, ...rest];
await import(pathToFileURL(join(projectRoot, 'dist', `${program}.js`)).href);
