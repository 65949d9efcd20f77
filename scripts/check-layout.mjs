// The order of the rooms: imports run leftward only, and enter another room only through its index.ts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
const ORDER = [
  'platform',
  'geo',
  'identity',
  'reference',
  'cases',
  'equipment',
  'missions',
  'telemetry',
  'evidence',
  'command',
  'catalogue',
  'reports',
];
/** Leaves: nobody imports them. */
const LEAVES = new Set(['command', 'catalogue', 'reports']);
/** Files of src itself put the rooms together. */
const ASSEMBLY = new Set(['app.module.ts', 'app.setup.ts', 'main.ts', 'run.ts']);
/** Rooms that know nothing of the framework. */
const PURE = new Set(['geo']);

const IMPORT = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.name.endsWith('.ts')) yield path;
  }
}

function faultOf(file, specifier) {
  const path = relative(src, file).split(sep);
  const room = path[0];
  if (!specifier.startsWith('.')) {
    if (PURE.has(room) && specifier.startsWith('@nestjs')) return 'is a pure room and imports the framework';
    if (/\.rules(\.spec)?\.ts$/.test(file) && /^(@nestjs|typeorm|pg$)/.test(specifier))
      return 'is a rules file and imports the framework or the database';
    return undefined;
  }
  const target = relative(src, join(dirname(file), specifier)).split(sep);
  if (target[0] === '..') return target[1] === 'migrations' && room === 'platform' ? undefined : 'leaves src';
  if (path.length === 1)
    return target.length > 1 && target.at(-1) !== 'index.js' ? 'enters a room past its index.ts' : undefined;
  if (target[0] === room) return undefined;
  if (target.length === 1) return 'imports the assembly';
  const [from, to] = [ORDER.indexOf(room), ORDER.indexOf(target[0])];
  if (to === -1) return `imports an unknown room ${target[0]}`;
  if (to > from) return `imports ${target[0]}, which stands to its right`;
  if (LEAVES.has(target[0])) return `imports ${target[0]}, which is a leaf`;
  if (target.length !== 2 || target[1] !== 'index.js') return `enters ${target[0]} past its index.ts`;
  return undefined;
}

const faults = [];
for (const file of filesBelow(src)) {
  const path = relative(src, file);
  const [room] = path.split(sep);
  if (path === room ? !ASSEMBLY.has(room) : !ORDER.includes(room)) faults.push(`src/${path}: no such room`);
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const fault = faultOf(file, specifier);
    if (fault) faults.push(`src/${path}: ${fault} (${specifier})`);
  }
}
for (const room of ORDER)
  if (existsSync(join(src, room)) && !existsSync(join(src, room, 'index.ts')))
    faults.push(`src/${room}: has no index.ts`);

if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write('Layout: every import runs leftward and through index.ts.\n');
