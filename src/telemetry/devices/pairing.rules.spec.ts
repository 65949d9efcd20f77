import { describe, expect, it } from '@jest/globals';
import { inSameHands } from './pairing.rules.js';

const held = (holderUserId: string, bookingId: string | null) => ({ holderUserId, bookingId });

describe('inSameHands', () => {
  it.each([
    ['one person, two bookings', held('li', 'b1'), held('li', 'b2'), true],
    ['two people of one booking', held('li', 'b1'), held('wang', 'b1'), true],
    ['two people, two bookings', held('li', 'b1'), held('wang', 'b2'), false],
    ['two people without a booking', held('li', null), held('wang', null), false],
    ['one of them at home', held('li', 'b1'), undefined, false],
    ['both at home', undefined, undefined, false],
  ])('%s', (_, one, other, expected) => {
    expect(inSameHands(one, other)).toBe(expected);
    expect(inSameHands(other, one)).toBe(expected);
  });
});
