// The order of the rooms: imports run leftward only, and enter another room only through its index.ts; each table is
// named by the SQL of one room. An argument names another root to look at.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');
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
/** Packages that one folder alone may load: elsewhere its rules would be passed by. */
const KEPT = new Map([
  ['sharp', join('platform', 'pictures')],
  ['yauzl', join('platform', 'archives')],
  ['saxes', join('platform', 'archives')],
]);

/** Reads of another room's table that docs/adr/0013 allows, as `room table`. */
const ALLOWED_READS = new Set(['identity audit_entry', 'platform app_user', 'equipment blob', 'evidence blob']);

const CREATED_TABLE = /\bCREATE TABLE (?:IF NOT EXISTS )?(\w+)/g;
/** Tables in SQL text and in entities. Key words in capitals, as everywhere here, so that no prose is taken for SQL. */
const NAMED_TABLE = /(?:\b(?:FROM|JOIN|INTO|UPDATE|TRUNCATE|TABLE)\s+(?:ONLY\s+)?|@Entity\(['"])(\w+)/g;
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
    const keeper = KEPT.get(specifier);
    return keeper && !file.startsWith(join(src, keeper)) && !file.endsWith('.spec.ts')
      ? `loads a package that ${keeper} keeps`
      : undefined;
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

function createdTables() {
  const folder = join(root, 'migrations');
  if (!existsSync(folder)) return new Set();
  const sources = [...filesBelow(folder)].map((file) => readFileSync(file, 'utf8'));
  return new Set(sources.flatMap((source) => [...source.matchAll(CREATED_TABLE)].map(([, table]) => table)));
}

/** Whoever needs another room's facts asks its service: SQL on its tables goes past its rules and its access. */
function tableFaults(readers) {
  return [...readers].flatMap(([table, rooms]) => {
    const others = [...rooms.keys()].filter((room) => !ALLOWED_READS.has(`${room} ${table}`));
    if (others.length < 2) return [];
    const places = others.map((room) => `src/${rooms.get(room)}`).join(', ');
    return [`${places}: the table ${table} is named by the SQL of ${others.join(' and ')}`];
  });
}

const faults = [];
const tables = createdTables();
/** By table the rooms that name it, each with the first file that does. */
const readers = new Map();
for (const file of filesBelow(src)) {
  const path = relative(src, file);
  const [room] = path.split(sep);
  if (path === room ? !ASSEMBLY.has(room) : !ORDER.includes(room)) faults.push(`src/${path}: no such room`);
  const source = readFileSync(file, 'utf8');
  for (const [, specifier] of source.matchAll(IMPORT)) {
    const fault = faultOf(file, specifier);
    if (fault) faults.push(`src/${path}: ${fault} (${specifier})`);
  }
  for (const [, table] of source.matchAll(NAMED_TABLE)) {
    if (!tables.has(table)) continue;
    const rooms = readers.get(table) ?? new Map();
    if (!rooms.has(room)) rooms.set(room, path);
    readers.set(table, rooms);
  }
}
faults.push(...tableFaults(readers));
for (const room of ORDER)
  if (existsSync(join(src, room)) && !existsSync(join(src, room, 'index.ts')))
    faults.push(`src/${room}: has no index.ts`);

if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write('Layout: every import runs leftward and through index.ts, and every table is one room’s.\n');
