import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../platform/index.js';

export interface CodeWords {
  readonly zh: string;
  readonly en: string;
}

/** The meanings of one list, by code; see resources/device-codes/NOTICE. */
export function readCodeTable(
  name: 'results' | 'health' | 'health-kinds' | 'health-grounds' | 'health-parts',
): ReadonlyMap<string, CodeWords> {
  const lines = readFileSync(join(PROJECT_ROOT, 'resources', 'device-codes', `${name}.tsv`), 'utf8')
    .trim()
    .split('\n');
  return new Map(lines.flatMap(entriesOf));
}

function entriesOf(line: string): [string, CodeWords][] {
  const [codes = '', zh = '', en = ''] = line.split('\t');
  return codes.split(' ').map((code) => [code.toLowerCase(), { zh, en }]);
}
