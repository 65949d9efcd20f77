import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Benchmark } from './bench.types.js';

/**
 * `npm run bench -- NAME [--quick|--full] [--only GROUP,GROUP]`: prints a table and, as the last line, one JSON object. `--only` measures some
 * groups of figures of a benchmark that has groups.
 */
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, only: { type: 'string' } },
  allowPositionals: true,
});
const folder = dirname(fileURLToPath(import.meta.url));
const [name = ''] = positionals;
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.js'))
  .map((file) => file.replace('.bench.js', ''));

if (!existsSync(join(folder, `${name}.bench.js`))) {
  process.stderr.write(
    `Usage: npm run bench -- NAME [--quick|--full] [--only GROUP,…]; NAME is one of: ${names.join(', ')}\n`,
  );
  process.exit(2);
}

const { benchmark } = (await import(`./${name}.bench.js`)) as { benchmark: Benchmark };
const results = await benchmark({
  quick: values.quick ?? false,
  full: values.full ?? false,
  only: values.only?.split(',') ?? [],
});
process.stdout.write(`${JSON.stringify({ bench: name, quick: values.quick ?? false, results })}\n`);
process.exit(0);
