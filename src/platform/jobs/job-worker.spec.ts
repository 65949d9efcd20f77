import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type PgBoss from 'pg-boss';
import type { Logger } from '../logging/index.js';
import type { JobConnections } from './job-connections.js';
import type { JobLeases } from './job-leases.js';
import { JobWorker } from './job-worker.js';

/** A queue that never has anything, and counts how often it is asked. */
function emptyQueue(): { worker: JobWorker; asked: () => number; answer: () => Promise<void> } {
  let asked = 0;
  let answer: (jobs: []) => void = () => undefined;
  const boss = {
    fetch: () => {
      asked += 1;
      return new Promise<[]>((done) => (answer = done));
    },
  };
  const tools = {
    boss: boss as unknown as PgBoss,
    connections: {} as JobConnections,
    leases: {} as JobLeases,
    logger: {} as Logger,
  };
  const worker = new JobWorker({ name: 'q', handler: async () => undefined, lanes: 2 }, tools);
  return {
    worker,
    asked: () => asked,
    answer: async () => {
      answer([]);
      await turn();
    },
  };
}

describe('a worker without jobs', () => {
  it('rests until its next look', async () => {
    const { worker, asked, answer } = emptyQueue();
    await answer();
    expect(asked()).toBe(1);
    await worker.stop();
  });

  it('looks at once when it is nudged while it rests', async () => {
    const { worker, asked, answer } = emptyQueue();
    await answer();
    worker.nudge();
    await turn();
    expect(asked()).toBe(2);
    const stopped = worker.stop();
    await answer();
    await stopped;
  });

  it('looks once more when it is nudged while it looks', async () => {
    const { worker, asked, answer } = emptyQueue();
    worker.nudge();
    await answer();
    expect(asked()).toBe(2);
    const stopped = worker.stop();
    await answer();
    await stopped;
  });
});
