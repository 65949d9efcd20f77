import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate, type ShelfLot } from './allocation.rules.js';

const during = { from: new Date('2026-05-10T00:00:00Z'), to: new Date('2026-05-12T16:00:00Z') };
const lot = (id: string, usableUntil: string, onHand: number, reserved = 0): ShelfLot => ({
  id,
  lotNumber: `N-${id}`,
  usableUntil,
  onHand,
  reserved,
});
const wish = (quantity: number) => ({ kitCode: 'cod-vials', quantity });

describe('allocation of kits', () => {
  it('takes what expires first, over as many lots as it needs, and nothing that is promised', () => {
    const shelf = [lot('c', '2027-01-01', 50), lot('a', '2026-06-01', 5, 2), lot('b', '2026-05-12', 4)];
    expect(allocate(wish(9), shelf, during)).toEqual({
      picks: [
        { lotId: 'b', quantity: 4 },
        { lotId: 'a', quantity: 3 },
        { lotId: 'c', quantity: 2 },
      ],
    });
  });

  it('passes over what does not last to the end of the period, the last day included', () => {
    const shelf = [lot('a', '2026-05-11', 10), lot('b', '2026-05-12', 10)];
    expect(allocate(wish(10), shelf, during)).toEqual({ picks: [{ lotId: 'b', quantity: 10 }] });
  });

  it('says what is missing and what expires when', () => {
    const shelf = [lot('a', '2026-05-11', 7), lot('b', '2026-06-12', 10, 6)];
    const lapsing = [{ lotId: 'a', lotNumber: 'N-a', usableUntil: '2026-05-11', available: 7 }];
    expect(allocate(wish(8), shelf, during)).toEqual({
      shortage: { code: 'LOT_EXPIRED', kitCode: 'cod-vials', wanted: 8, available: 4, missing: 4, lapsing },
    });
    expect(allocate(wish(12), shelf, during)).toMatchObject({
      shortage: { code: 'LOT_SHORT', available: 4, missing: 8, lapsing },
    });
  });

  it('gives exactly what was asked for or nothing, never more of a lot than is free', () => {
    const shelves = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        lotNumber: fc.constant('N'),
        usableUntil: fc.constantFrom('2026-05-11', '2026-05-12', '2026-05-13', '2026-07-01'),
        onHand: fc.integer({ min: 0, max: 9 }),
        reserved: fc.constant(0),
      }),
      { selector: ({ id }) => id, maxLength: 8 },
    );
    fc.assert(
      fc.property(shelves, fc.integer({ min: 1, max: 30 }), (shelf, quantity) => {
        const good = shelf.filter(({ usableUntil }) => usableUntil >= '2026-05-12');
        const total = good.reduce((sum, { onHand }) => sum + onHand, 0);
        const found = allocate(wish(quantity), shelf, during);
        if ('shortage' in found) return total < quantity && found.shortage.missing === quantity - total;
        const fits = found.picks.every(({ lotId, quantity: taken }) => {
          const from = good.find(({ id }) => id === lotId);
          return from !== undefined && taken > 0 && taken <= from.onHand;
        });
        return fits && found.picks.reduce((sum, { quantity: taken }) => sum + taken, 0) === quantity;
      }),
    );
  });
});
