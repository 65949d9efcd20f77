import { describe, expect, it } from '@jest/globals';
import type { UtilisationRow } from './figures.repository.js';
import { totalOf, utilisationOf } from './figures.rules.js';

const row = (over: Partial<UtilisationRow>): UtilisationRow => ({
  group: 'mavic-3t',
  devices: 2,
  inService: 2,
  bookings: 3,
  bookedSeconds: 0,
  outSeconds: 0,
  unused: 0,
  ...over,
});
const DAY = 86_400;

describe('utilisation', () => {
  it('is the time out over the time of all devices', () => {
    const figures = utilisationOf(row({ outSeconds: 12 * 3_600, bookedSeconds: DAY }), DAY);
    expect(figures).toMatchObject({ utilisation: 0.25, bookedShare: 0.5, outHours: 12, bookedHours: 24 });
  });

  it('of no device is nothing, not a division by zero', () => {
    expect(utilisationOf(row({ devices: 0 }), DAY)).toMatchObject({ utilisation: 0, bookedShare: 0 });
  });

  it('adds up over groups', () => {
    expect(totalOf([row({ outSeconds: 1, unused: 1 }), row({ outSeconds: 2, bookings: 4 })])).toEqual(
      row({ group: 'all', devices: 4, inService: 4, bookings: 7, outSeconds: 3, unused: 1 }),
    );
  });
});
