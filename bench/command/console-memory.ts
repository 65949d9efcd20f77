import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { printHead, printRow, spread } from '../bench.types.js';
import { tellOf } from '../support/probe-file.js';
import { Crowd } from './crowd.js';
import { consolesOf, type Figures, type Stage, withService } from './stage.js';

const FEW = 20;
const MANY = 520;
const SETTLE_MS = 3_000;

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** `bytesPerConsole`: resident memory after garbage collection with 520 consoles in a session, less that with 20, by 500. */
export async function measureConsoleMemory(stage: Stage): Promise<Figures> {
  const [sessionId = ''] = stage.sessionIds;
  const file = join(stage.database.dataDir, 'bench-console-memory.json');
  const env = {
    SKYDOCKET_BENCH_MEMORY: file,
    NODE_OPTIONS: `--import=${new URL('../telemetry/memory-probe.js', import.meta.url).href}`,
  };
  const crowd = new Crowd();
  try {
    return await withService(stage, { copy: 'bench_console_memory', env }, async ({ pid }, people) => {
      const all = consolesOf(people, MANY);
      const measured = async (): Promise<Memory> => {
        await pause(SETTLE_MS);
        return tellOf<Memory>(pid, file);
      };
      await crowd.openConsoles({ logIns: all.slice(0, FEW), sessionId });
      const few = await measured();
      await crowd.openConsoles({ logIns: all.slice(FEW), sessionId });
      const many = await measured();
      const each = (read: (memory: Memory) => number) => Math.round((read(many) - read(few)) / (MANY - FEW));
      const bytesPerConsole = each(({ rss }) => rss);
      printHead();
      printRow('a console', spread([bytesPerConsole]), 'bytes resident');
      printRow(
        'of it in use',
        spread([each(({ heapUsed, external }) => heapUsed + external)]),
        'bytes of heap and external',
      );
      return { bytesPerConsole };
    });
  } finally {
    await crowd.stop();
  }
}
