import { describe, expect, it } from '@jest/globals';
import { openingRefusal, openUntil, signedQuantity, stockRefusal } from './lot.rules.js';

describe('stock', () => {
  const stock = { onHand: 10, reserved: 4 };

  it.each([
    [-6, null],
    [-7, 'LOT_KEPT_FOR_BOOKINGS'],
    [-10, 'LOT_KEPT_FOR_BOOKINGS'],
    [-11, 'LOT_SHORT'],
    [999_990, null],
    [999_991, 'LOT_TOO_MUCH'],
  ])('may change by %d: %s', (change, refusal) => {
    expect(stockRefusal(stock, change)).toBe(refusal);
  });

  it('grows by a restock, shrinks by use and loss, and goes either way by an adjustment', () => {
    expect(signedQuantity('restock', 3)).toBe(3);
    expect(signedQuantity('adjustment', -3)).toBe(-3);
    for (const category of ['loss', 'consume', 'damage'] as const) expect(signedQuantity(category, 3)).toBe(-3);
  });
});

describe('opening a lot', () => {
  const now = new Date('2026-05-10T02:00:00Z');
  const closed = { receivedOn: '2026-05-09', openedAt: null };

  it('happens once, not in the future and not before it came', () => {
    expect(openingRefusal(closed, now, now)).toBeNull();
    expect(openingRefusal({ ...closed, openedAt: now }, now, now)).toBe('LOT_OPEN_ALREADY');
    expect(openingRefusal(closed, new Date('2026-05-10T02:00:01Z'), now)).toBe('LOT_OPENED_IN_FUTURE');
    expect(openingRefusal(closed, new Date('2026-05-08T15:59:59Z'), now)).toBe('LOT_OPENED_BEFORE_RECEIPT');
    expect(openingRefusal(closed, new Date('2026-05-08T16:00:00Z'), now)).toBeNull();
  });

  it('leaves it good for its open life, counted in days of China', () => {
    expect(openUntil(new Date('2026-05-09T16:00:00Z'), 30)).toBe('2026-06-09');
    expect(openUntil(new Date('2026-05-09T15:59:59Z'), 30)).toBe('2026-06-08');
    expect(openUntil(now, null)).toBeNull();
  });
});
