import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Benchmark, printHead, printRow, spread } from './bench.types.js';
import { Service } from './support/service.js';

/** `readyMs`: second and later starts of a built instance until /readyz answers 200. `restMemoryMb`: RSS of our Node process 30 s later. */
export const benchmark: Benchmark = async ({ quick }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-bench-'));
  const rounds = quick ? 3 : 5;
  const restMs = quick ? 10_000 : 30_000;
  const readyMs: number[] = [];
  let restMemoryMb = Number.NaN;
  try {
    await measured(dataDir, 0);
    for (let round = 1; round <= rounds; round += 1) {
      const last = round === rounds;
      const figures = await measured(dataDir, last ? restMs : 0);
      readyMs.push(figures.readyMs);
      if (last) restMemoryMb = figures.memoryMb;
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  printHead();
  printRow('npm start to ready', spread(readyMs), 'ms');
  printRow(`memory ${restMs / 1_000} s later`, spread([restMemoryMb]), 'MB RSS');
  return { readyMs: Math.round(spread(readyMs).median), restMemoryMb: Math.round(restMemoryMb) };
};

async function measured(dataDir: string, restMs: number): Promise<{ readyMs: number; memoryMb: number }> {
  const startedAt = performance.now();
  const service = await Service.start(dataDir);
  try {
    const readyMs = performance.now() - startedAt;
    await pause(restMs);
    return { readyMs, memoryMb: residentMb(service.pid) };
  } finally {
    await service.stop();
  }
}

function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}
