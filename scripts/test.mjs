// Runs Jest. Builds first, then prepares two template databases that test files clone: `skydocket_migrated`
// and `skydocket_seeded`. Uses the embedded PostgreSQL, or the server in SKYDOCKET_TEST_DATABASE_URL.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale, projectRoot as root } from './build-if-stale.mjs';

const jestArguments = process.argv.slice(2);

/** Not synchronous: this process also reads what the embedded server writes, or the server would stop at a full pipe. */
function run(command, args, env) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
}

buildIfStale();
const { prepareTemplates } = await import('../dist/scripts/test-templates.js');
const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-test-'));
let status = 1;
let templates;
try {
  templates = await prepareTemplates(dataDir, process.env.SKYDOCKET_TEST_DATABASE_URL);
  const jest = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...jestArguments,
  ];
  status = await run(process.execPath, jest, {
    SKYDOCKET_TEST_SERVER: templates.serverUrl,
    SKYDOCKET_TEST_DATA: dataDir,
  });
} finally {
  await templates?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(status);
