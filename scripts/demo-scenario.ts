import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, PROJECT_ROOT } from '../src/platform/index.js';
import { play } from './scenario/play.js';
import { findDemonstration, NotReady } from './scenario/running-demonstration.js';
import { OffScript } from './scenario/stage.js';

/** `npm run demo`: plays the whole chain against the running demonstration and prints each step with what came back. */
const FRAMES = 20;
const FRAME_MS = 500;

async function main(): Promise<void> {
  const demonstration = await findDemonstration();
  const samples = process.env['SKYDOCKET_SAMPLES'] ?? join(PROJECT_ROOT, '..', 'shared', 'data');
  const startedAt = performance.now();
  await play({
    ...demonstration,
    ...(existsSync(samples) && { samples }),
    frames: FRAMES,
    frameMs: FRAME_MS,
    say: (line) => process.stdout.write(/^\d\. /.test(line) ? `\n${line}\n` : `   ${line}\n`),
  });
  process.stdout.write(
    `\nThe whole chain stands, in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s. DEMONSTRATION / 演示数据\n`,
  );
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const expected = error instanceof NotReady || error instanceof OffScript || error instanceof ConfigError;
  process.stderr.write(`\n${expected ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
}
