import { describe, expect, it } from '@jest/globals';
import type { UnitPlace } from '../bookings/loan.rules.js';
import { asksOwner, requestLapsesAt } from './approval.rules.js';

const city: UnitPlace = { unitId: 'cangzhou', ancestorIds: ['hebei'], cityId: 'cangzhou' };
const county: UnitPlace = { unitId: 'dongguang', ancestorIds: ['cangzhou', 'hebei'], cityId: 'cangzhou' };
const neighbour: UnitPlace = { unitId: 'xianxian', ancestorIds: ['cangzhou', 'hebei'], cityId: 'cangzhou' };
const abroad: UnitPlace = { unitId: 'anping', ancestorIds: ['hengshui', 'hebei'], cityId: 'hengshui' };

describe('asksOwner', () => {
  it.each([
    ['the owner itself', county, county, false],
    ['the unit above it', county, city, false],
    ['a unit below it', city, county, true],
    ['a neighbour', county, neighbour, true],
    ['a unit elsewhere', county, abroad, true],
  ] as const)('of %s', (_who, owner, asker, expected) => {
    expect(asksOwner('other_units', owner, asker)).toBe(expected);
    expect(asksOwner('none', owner, asker)).toBe(false);
  });
});

describe('requestLapsesAt', () => {
  const now = new Date('2026-12-31T15:30:00Z');
  const at = (time: string) => requestLapsesAt(now, new Date(time), 48);

  it('is so many hours on, over the end of a year too', () => {
    expect(at('2027-01-05T00:00:00Z')).toEqual(new Date('2027-01-02T15:30:00Z'));
  });

  it('is the start of the period where that comes first', () => {
    expect(at('2026-12-31T16:00:00Z')).toEqual(new Date('2026-12-31T16:00:00Z'));
    expect(at('2027-01-02T15:30:00Z')).toEqual(new Date('2027-01-02T15:30:00Z'));
  });

  it('does not exist for a period that has begun', () => {
    expect(at('2026-12-31T15:30:00Z')).toBeNull();
    expect(at('2026-12-31T15:20:00Z')).toBeNull();
  });
});
