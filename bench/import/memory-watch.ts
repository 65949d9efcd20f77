import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 10;
const REST_MS = 2_000;

/** Looks at the resident memory of another process, as the kernel tells it, until it is stopped. */
export class MemoryWatch {
  private peak: number;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly pid: number,
    private readonly rest: number,
  ) {
    this.peak = rest;
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  /** The rest is the least that the process has while nothing is asked of it. */
  static async start(pid: number): Promise<MemoryWatch> {
    const endsAt = performance.now() + REST_MS;
    let rest = residentKilobytes(pid);
    while (performance.now() < endsAt) {
      await pause(50);
      rest = Math.min(rest, residentKilobytes(pid));
    }
    return new MemoryWatch(pid, rest);
  }

  stop(): { readonly restKilobytes: number; readonly peakKilobytes: number } {
    this.look();
    clearInterval(this.timer);
    return { restKilobytes: this.rest, peakKilobytes: this.peak };
  }

  private look(): void {
    this.peak = Math.max(this.peak, residentKilobytes(this.pid));
  }
}

export function residentKilobytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
