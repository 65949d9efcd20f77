import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';

const MIGRATION = { 'migrations/1-create-pool.ts': 'const custody = `CREATE TABLE custody (id uuid)`;' };
const OWNER = { 'src/equipment/custody.repository.ts': 'tx.query(`SELECT id FROM custody c`);' };

describe('the layout check', () => {
  const roots: string[] = [];
  afterEach(() => {
    for (const root of roots.splice(0)) rmSync(root, { recursive: true });
  });

  /** What the check says of a repository with these files; every room has its door. */
  function checked(files: Readonly<Record<string, string>>): { status: number | null; says: string } {
    const root = mkdtempSync(join(tmpdir(), 'skydocket-layout-'));
    roots.push(root);
    const doors = { 'src/equipment/index.ts': '', 'src/telemetry/index.ts': '' };
    for (const [path, text] of Object.entries({ ...doors, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-layout.mjs', root], {
      encoding: 'utf8',
    });
    return { status, says: stdout + stderr };
  }

  it('passes what names only tables of its own, also when others speak of them in words', () => {
    const words = { 'src/telemetry/board.ts': '// Reads from custody; update custody with care.\nconst custody = 1;' };
    expect(checked({ ...MIGRATION, ...OWNER, ...words }).status).toBe(0);
  });

  it.each([
    ['reads it', 'tx.query(`SELECT 1\n FROM custody`)'],
    ['joins it', 'tx.query(`SELECT 1 FROM sample s LEFT JOIN custody c ON c.id = s.id`)'],
    ['writes it', 'tx.execute(`UPDATE ONLY custody SET id = NULL`)'],
    ['adds to it', 'tx.execute(`INSERT INTO custody VALUES (NULL)`)'],
    ['maps it', "@Entity('custody')"],
  ])('refuses a table that a second room has SQL on: %s', (_, source) => {
    const { status, says } = checked({ ...MIGRATION, ...OWNER, 'src/telemetry/board.ts': source });
    expect(status).toBe(1);
    expect(says).toContain('the table custody is named by the SQL of equipment and telemetry');
  });

  it('refuses an import to the right', () => {
    const { status, says } = checked({ 'src/equipment/a.ts': "import { x } from '../telemetry/index.js';" });
    expect(status).toBe(1);
    expect(says).toContain('imports telemetry, which stands to its right');
  });

  it('refuses the picture library elsewhere than in the folder that keeps its rules', () => {
    const load = "const { default: sharp } = await import('sharp');";
    expect(checked({ 'src/platform/index.ts': '', 'src/platform/pictures/library.ts': load }).status).toBe(0);
    const { status, says } = checked({ 'src/equipment/labels.ts': load });
    expect(status).toBe(1);
    expect(says).toContain('loads a package that platform/pictures keeps (sharp)');
  });
});
