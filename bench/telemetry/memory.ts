import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { printHead, printRow, spread } from '../bench.types.js';
import { freePort } from '../support/free-port.js';
import { tellOf } from '../support/probe-file.js';
import { Service } from '../support/service.js';
import type { BenchDevice } from './fleet/bench-fleet.js';
import { Blaster, ownLines } from './fleet/blaster.js';
import type { Figures, Stage } from './stage.js';

const FEW = 1_000;
const MANY = 11_000;
const IDLE = 10_000;
/** Lines open at a time while devices introduce themselves. */
const AT_A_TIME = 1_000;
const SETTLE_MS = 3_000;

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/**
 * `bytesPerKnownDevice`: heap and external memory after garbage collection with 11,000 devices known, less that with 1,000,
 * each after a full property frame and a state. `bytesPerConnectedDevice`: resident memory of an idle connection.
 */
export async function measureMemory({ database, fleet }: Stage): Promise<Figures> {
  const port = await freePort();
  const file = join(database.dataDir, 'bench-memory.json');
  const service = await Service.start(database.dataDir, {
    DATABASE_URL: await database.copy('bench_memory'),
    SKYDOCKET_MQTT_PORT: String(port),
    SKYDOCKET_BENCH_MEMORY: file,
    NODE_OPTIONS: `--import=${new URL('memory-probe.js', import.meta.url).href}`,
  });
  const blaster = new Blaster();
  try {
    await introduce(blaster, port, fleet.slice(0, FEW));
    const few = await memoryOf(service.pid, file);
    await introduce(blaster, port, fleet.slice(FEW, MANY));
    const many = await memoryOf(service.pid, file);
    await blaster.open(ownLines(port, fleet.slice(0, IDLE)), 1);
    const connected = await memoryOf(service.pid, file);
    const bytesPerKnownDevice = Math.round((inUse(many) - inUse(few)) / (MANY - FEW));
    const bytesPerConnectedDevice = Math.round((connected.rss - many.rss) / IDLE);
    printHead();
    printRow('a device that is known', spread([bytesPerKnownDevice]), 'bytes of heap and external');
    printRow('an idle connection', spread([bytesPerConnectedDevice]), 'bytes resident');
    const heap = Math.round((inUse(connected) - inUse(many)) / IDLE);
    printRow('of it in use', spread([heap]), 'bytes of heap and external');
    return { bytesPerKnownDevice, bytesPerConnectedDevice };
  } finally {
    await blaster.stop();
    await service.stop();
  }
}

/** A full property frame and a state of each, over a line that is closed again. */
async function introduce(blaster: Blaster, port: number, devices: readonly BenchDevice[]): Promise<void> {
  for (let at = 0; at < devices.length; at += AT_A_TIME) {
    const group = devices.slice(at, at + AT_A_TIME);
    await blaster.open(ownLines(port, group), 'introduction');
    const messages = 2 * group.length;
    const { acknowledged } = await blaster.burst(messages, 2, Date.now());
    if (acknowledged !== messages) throw new Error('an introduction was not acknowledged');
    await blaster.closeLines();
  }
}

function inUse({ heapUsed, external }: Memory): number {
  return heapUsed + external;
}

async function memoryOf(pid: number, file: string): Promise<Memory> {
  await pause(SETTLE_MS);
  return tellOf<Memory>(pid, file);
}
