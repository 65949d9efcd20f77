import { describe, expect, it } from '@jest/globals';
import { ClientIds } from './client-ids.js';

function at(start: string): { clientIds: ClientIds; pass: (milliseconds: number) => void } {
  let now = Date.parse(start);
  const clock = { now: () => new Date(now) };
  return { clientIds: new ClientIds(clock), pass: (milliseconds) => void (now += milliseconds) };
}

describe('ClientIds', () => {
  it('keep one for whoever had it first, as long as it is heard of', () => {
    const { clientIds, pass } = at('2026-11-28T08:00:00Z');
    expect(clientIds.claim('pilot-1', 'mine')).toBe(true);
    for (let hours = 0; hours < 5; hours += 1) {
      pass(3_600_000);
      expect(clientIds.claim('pilot-1', 'theirs')).toBe(false);
      expect(clientIds.isOfAnother('pilot-1', 'theirs')).toBe(true);
      expect(clientIds.claim('pilot-1', 'mine')).toBe(true);
    }
    expect(clientIds.claim('pilot-2', 'theirs')).toBe(true);
  });

  it('let it go when no session can be left', () => {
    const { clientIds, pass } = at('2026-11-28T08:00:00Z');
    clientIds.claim('pilot-1', 'mine');
    pass(2 * 3_600_000 - 1);
    expect(clientIds.claim('pilot-1', 'theirs')).toBe(false);
    pass(1);
    expect(clientIds.claim('pilot-1', 'theirs')).toBe(true);
    expect(clientIds.claim('pilot-1', 'mine')).toBe(false);
  });

  it('forget first what was longest unheard of', () => {
    const { clientIds } = at('2026-11-28T08:00:00Z');
    clientIds.claim('first', 'mine');
    clientIds.claim('second', 'mine');
    clientIds.claim('first', 'mine');
    for (let count = 0; count < 19_999; count += 1) clientIds.claim(`other-${count}`, 'mine');
    expect(clientIds.isOfAnother('first', 'theirs')).toBe(true);
    expect(clientIds.isOfAnother('second', 'theirs')).toBe(false);
  });
});
