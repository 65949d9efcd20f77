import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { SessionLanes } from './session-lanes.js';

describe('lanes', () => {
  it('let two of one session run at a time, in the order they came, and others beside them', async () => {
    const lanes = new SessionLanes();
    const started: string[] = [];
    let running = 0;
    let most = 0;
    const work = (name: string) => async () => {
      started.push(name);
      running += 1;
      most = Math.max(most, running);
      await pause(2);
      running -= 1;
      return name;
    };
    const names = Array.from({ length: 20 }, (_, index) => `a${index}`);
    const all = names.map((name) => lanes.run('a', work(name)));
    expect(await Promise.all(all)).toEqual(names);
    expect(started).toEqual(names);
    expect(most).toBe(2);
    expect(await lanes.run('b', work('b'))).toBe('b');
  });

  it('go on after a failure', async () => {
    const lanes = new SessionLanes();
    const failing = Array.from({ length: 5 }, () => lanes.run('a', () => Promise.reject(new Error('no'))));
    const outcomes = await Promise.allSettled(failing);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await lanes.run('a', () => Promise.resolve(1))).toBe(1);
  });

  it('refuse when too many wait, and serve those who do', async () => {
    const lanes = new SessionLanes();
    let open: () => void = () => undefined;
    const gate = new Promise<void>((done) => (open = done));
    const all = Array.from({ length: 503 }, () => lanes.run('a', () => gate));
    const outcomes = Promise.allSettled(all);
    open();
    const refused = (await outcomes).filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([expect.objectContaining({ reason: expect.objectContaining({ code: 'SESSION_BUSY' }) })]);
  });
});
