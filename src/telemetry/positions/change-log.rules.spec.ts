import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DeviceSlots } from '../devices/device.slots.js';
import { ChangeLog } from './change-log.rules.js';

describe('ChangeLog', () => {
  it('tells each reader what it has not heard, every device once', () => {
    const log = new ChangeLog(new DeviceSlots());
    expect(log.since(0)).toEqual([]);
    for (const id of ['a', 'b', 'a', 'c']) log.note(id);
    expect(log.since(0)).toEqual(['c', 'a', 'b']);
    expect(log.since(2)).toEqual(['c', 'a']);
    const heard = log.head;
    expect(log.since(heard)).toEqual([]);
    log.note('b');
    expect(log.since(heard)).toEqual(['b']);
  });

  it('tells whatever changed and in whatever order what a list of all changes tells', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 }), fc.integer(), (ids, seed) => {
        const slots = new DeviceSlots();
        slots.of(`somebody else ${seed}`);
        const log = new ChangeLog(slots);
        for (const id of ids) log.note(id);
        expect(log.head).toBe(ids.length);
        for (let number = -1; number <= ids.length; number += 1) {
          const missed = ids.slice(Math.max(number, 0)).toReversed();
          expect(log.since(number)).toEqual([...new Set(missed)]);
        }
      }),
    );
  });
});
