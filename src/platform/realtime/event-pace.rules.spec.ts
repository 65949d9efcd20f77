import { describe, expect, it } from '@jest/globals';
import { EventPace } from './event-pace.rules.js';

describe('the pace of events', () => {
  it('is limited within each second, and free again in the next', () => {
    const pace = new EventPace(2);
    const at = (milliseconds: number) => pace.take(new Date(milliseconds));
    expect([at(0), at(1), at(2), at(999)]).toEqual(['within', 'within', 'first', 'beyond']);
    expect([at(1_000), at(1_001), at(1_500)]).toEqual(['within', 'within', 'first']);
  });
});
