import { describe, expect, it } from '@jest/globals';
import { ChangeLog } from './change-log.rules.js';

describe('ChangeLog', () => {
  it('tells each reader what it has not heard, every device once', () => {
    const log = new ChangeLog();
    expect(log.since(0)).toEqual([]);
    for (const id of ['a', 'b', 'a', 'c']) log.note(id);
    expect(log.since(0)).toEqual(['c', 'a', 'b']);
    expect(log.since(2)).toEqual(['c', 'a']);
    const heard = log.head;
    expect(log.since(heard)).toEqual([]);
    log.note('b');
    expect(log.since(heard)).toEqual(['b']);
  });
});
