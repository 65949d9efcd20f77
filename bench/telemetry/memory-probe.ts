import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded into the service before it (`--import`): on SIGUSR2 it collects garbage and writes what is in use to the file that
 * SKYDOCKET_BENCH_MEMORY names. The service itself knows nothing of it.
 */
const file = process.env['SKYDOCKET_BENCH_MEMORY'];

if (file !== undefined) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  process.on('SIGUSR2', () => {
    collect();
    // What the first left to finalisers is gone after the second.
    setTimeout(() => {
      collect();
      const { rss, heapUsed, external } = process.memoryUsage();
      // Whole, or not there at all.
      writeFileSync(`${file}.part`, JSON.stringify({ rss, heapUsed, external }));
      renameSync(`${file}.part`, file);
    }, 200);
  });
}
