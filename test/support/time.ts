import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Clock } from '../../src/platform/index.js';

const STEP_MS = 25;

/** Waits until `look` no longer throws; the last fault is thrown when time is up. */
export async function eventually(look: () => void | Promise<void>, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (fault) {
      if (Date.now() > deadline) throw fault;
    }
    await pause(STEP_MS);
  }
}

/** Lets `count` callers go on together once the last of them has come. */
export function meetingOf(count: number): () => Promise<void> {
  let missing = count;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((done) => (open = done));
  return () => {
    missing -= 1;
    if (missing === 0) open();
    return opened;
  };
}

/** Puts the clock of a running application forward. */
export function steer(clock: Clock): { advance(milliseconds: number): void } {
  let ahead = 0;
  jest.spyOn(clock, 'now').mockImplementation(() => new Date(Date.now() + ahead));
  return { advance: (milliseconds) => (ahead += milliseconds) };
}

/** Stops the clock of a running application, so that it goes on by leaps alone. */
export function stopClock(clock: Clock): { advance(milliseconds: number): void } {
  let at = Date.now();
  jest.spyOn(clock, 'now').mockImplementation(() => new Date(at));
  return { advance: (milliseconds) => (at += milliseconds) };
}
