import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_ROOT } from '../src/platform/index.js';
import { type Benchmark, printHead, printRow, spread } from './bench.types.js';

const READY_TIMEOUT_MS = 120_000;

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
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: PROJECT_ROOT,
    stdio: 'ignore',
    env: {
      ...process.env,
      SKYDOCKET_DATA_DIR: dataDir,
      SKYDOCKET_PORT: String(port),
      SKYDOCKET_MQTT_PORT: '0',
      SKYDOCKET_PG_PORT: '0',
      SKYDOCKET_LOG_LEVEL: 'silent',
    },
  });
  try {
    await untilReady(port, child);
    const readyMs = performance.now() - startedAt;
    await pause(restMs);
    return { readyMs, memoryMb: residentMb(child.pid ?? 0) };
  } finally {
    await ended(child);
  }
}

async function untilReady(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (ready) return;
    await pause(20);
  }
  throw new Error('the service did not become ready');
}

function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  await gone;
}

async function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
