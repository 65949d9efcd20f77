import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 50;
const TOLD_WITHIN_MS = 15_000;

interface Frame {
  readonly items: readonly { readonly deviceId: string; readonly at: string }[];
}

interface OnItsWay {
  readonly clockMs: number;
  readonly sentAt: number;
}

/** How long each update takes to whoever looks on: until it is told, or a newer one of the same device. */
export class ToldWatch {
  private readonly onTheirWay = new Map<string, OnItsWay[]>();
  readonly latencies: number[] = [];

  sent(deviceId: string, clockMs: number): void {
    const queue = this.onTheirWay.get(deviceId) ?? [];
    queue.push({ clockMs, sentAt: performance.now() });
    this.onTheirWay.set(deviceId, queue);
  }

  readonly take = ({ items }: Frame): void => {
    const now = performance.now();
    for (const { deviceId, at } of items) {
      const queue = this.onTheirWay.get(deviceId) ?? [];
      const told = queue.filter(({ clockMs }) => clockMs <= Date.parse(at));
      this.latencies.push(...told.map(({ sentAt }) => now - sentAt));
      this.onTheirWay.set(deviceId, queue.slice(told.length));
    }
  };

  /** @throws when something is never told */
  async allTold(): Promise<void> {
    const deadline = performance.now() + TOLD_WITHIN_MS;
    for (;;) {
      const untold = [...this.onTheirWay.values()].reduce((sum, queue) => sum + queue.length, 0);
      if (untold === 0) return;
      if (performance.now() > deadline) throw new Error(`${untold} updates were never told`);
      await pause(POLL_MS);
    }
  }
}

/** Calls at a steady rate, whatever becomes of it. */
export async function atRate(perSecond: number, seconds: number, send: (index: number) => void): Promise<void> {
  const startedAt = performance.now();
  for (let index = 0; index < seconds * perSecond; index += 1) {
    const wait = startedAt + (index * 1_000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    send(index);
  }
}
