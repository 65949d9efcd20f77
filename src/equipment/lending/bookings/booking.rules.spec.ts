import { describe, expect, it } from '@jest/globals';
import type { BookingState, DeviceFacts, LotFacts } from './booking.rules.js';
import {
  BLOCKING_STATES,
  BOOKING_MOVES,
  BOOKING_STATES,
  bookingStateOf,
  CANCELLABLE_STATES,
  deviceRefusal,
  devicesOf,
  FIRST_BOOKING_STATES,
  isBlocking,
  lotRefusal,
  mayMove,
  usableUntil,
} from './booking.rules.js';
import type { PartFacts } from '../../upkeep/upkeep.rules.js';
import type { UnitPlace } from './loan.rules.js';

const county: UnitPlace = { unitId: 'dongguang', ancestorIds: ['cangzhou', 'hebei'], cityId: 'cangzhou' };
const abroad: UnitPlace = { unitId: 'anping', ancestorIds: ['hengshui', 'hebei'], cityId: 'hengshui' };
const during = { from: new Date('2026-12-01T00:00:00Z'), to: new Date('2026-12-01T04:00:00Z') };

const drone: DeviceFacts = {
  deviceId: 'drone',
  assetCode: 'D-1',
  state: 'in_service',
  owner: county,
  loanScope: 'same_city',
  calibrationRequired: false,
  certificate: null,
  droneClass: null,
  insuredUntil: null,
  maintenance: [],
  parts: [],
};
const meter: DeviceFacts = { ...drone, deviceId: 'meter', calibrationRequired: true };

describe('the states of a booking', () => {
  const reachedFrom = (first: readonly BookingState[]): ReadonlySet<BookingState> => {
    const reached = new Set(first);
    for (const state of reached) for (const next of BOOKING_MOVES[state]) reached.add(next);
    return reached;
  };

  it('are all reachable from a first state, and every one leads to an end', () => {
    expect([...reachedFrom(FIRST_BOOKING_STATES)].toSorted()).toEqual([...BOOKING_STATES].toSorted());
    const ends = (state: BookingState) => [...reachedFrom([state])].some((next) => BOOKING_MOVES[next].length === 0);
    expect(BOOKING_STATES.filter((state) => !ends(state))).toEqual([]);
  });

  it('block exactly while they can still become or be a loan', () => {
    const canBeOut = (state: BookingState) => reachedFrom([state]).has('out');
    expect(BOOKING_STATES.filter(canBeOut)).toEqual([...BLOCKING_STATES]);
    expect(isBlocking('returned')).toBe(false);
  });

  it('can be cancelled until the device has left', () => {
    expect(CANCELLABLE_STATES).toEqual(['requested', 'held', 'reserved']);
    expect(mayMove('out', 'cancelled')).toBe(false);
    expect(mayMove('reserved', 'out')).toBe(true);
  });

  it('follow from the lines: what is still outside counts first', () => {
    expect(bookingStateOf(['returned', 'out', 'reserved'])).toBe('out');
    expect(bookingStateOf(['returned', 'overdue', 'out'])).toBe('overdue');
    expect(bookingStateOf(['returned', 'reserved'])).toBe('reserved');
    expect(bookingStateOf(['returned', 'cancelled'])).toBe('returned');
    expect(BOOKING_STATES.map((state) => bookingStateOf([state]))).toEqual([...BOOKING_STATES]);
  });
});

describe('devicesOf', () => {
  it('leaves out what was swapped, refused or given up, unless nothing else is left', () => {
    const line = (id: string, state: BookingState) => ({ id, state });
    const ids = (...lines: ReturnType<typeof line>[]) => devicesOf(lines).map(({ id }) => id);
    expect(ids(line('a', 'cancelled'), line('b', 'reserved'), line('c', 'returned'))).toEqual(['b', 'c']);
    expect(ids(line('a', 'refused'), line('b', 'no_show'))).toEqual(['a', 'b']);
  });
});

describe('deviceRefusal', () => {
  it('lets the own unit and those above it book, others as far as the owner lends', () => {
    const city: UnitPlace = { unitId: 'cangzhou', ancestorIds: ['hebei'], cityId: 'cangzhou' };
    const neighbour: UnitPlace = { unitId: 'xianxian', ancestorIds: ['cangzhou', 'hebei'], cityId: 'cangzhou' };
    const code = (device: DeviceFacts, asker: UnitPlace) => deviceRefusal(device, asker, during)?.code ?? null;
    const own: DeviceFacts = { ...drone, loanScope: 'own_unit' };
    expect([county, city, neighbour, abroad].map((asker) => code(drone, asker))).toEqual([
      null,
      null,
      null,
      'DEVICE_NOT_LENT',
    ]);
    expect([county, city, neighbour].map((asker) => code(own, asker))).toEqual([null, null, 'DEVICE_NOT_LENT']);
    expect(code({ ...drone, loanScope: 'whole_province' }, abroad)).toBeNull();
  });

  it('does not take two counties directly under the province for neighbours of one city', () => {
    const dingzhou: UnitPlace = { unitId: 'dingzhou', ancestorIds: ['hebei'], cityId: null };
    const xinji: UnitPlace = { unitId: 'xinji', ancestorIds: ['hebei'], cityId: null };
    expect(deviceRefusal({ ...drone, owner: dingzhou }, xinji, during)?.code).toBe('DEVICE_NOT_LENT');
  });

  it.each(['quarantined', 'maintenance', 'lost', 'retired'] as const)('refuses a device in state %s', (state) => {
    expect(deviceRefusal({ ...drone, state }, county, during)).toEqual({
      code: 'DEVICE_NOT_IN_SERVICE',
      deviceId: 'drone',
      assetCode: 'D-1',
      validUntil: null,
    });
  });

  it('asks a kind that needs a certificate for one that covers the whole period', () => {
    const code = (certificate: DeviceFacts['certificate']) =>
      deviceRefusal({ ...meter, certificate }, county, during)?.code ?? null;
    expect(code(null)).toBe('CALIBRATION_MISSING');
    expect(code({ number: null, result: 'fail', dueOn: '2027-05-01' })).toBe('CALIBRATION_FAILED');
    expect(code({ number: null, result: 'pass', dueOn: '2026-11-30' })).toBe('CALIBRATION_LAPSES');
    expect(code({ number: null, result: 'pass', dueOn: '2026-12-01' })).toBeNull();
  });

  it('counts the last day of a certificate to its end in China: 16:00 UTC', () => {
    const lateUntil = (to: string) =>
      deviceRefusal({ ...meter, certificate: { number: null, result: 'pass', dueOn: '2026-12-01' } }, county, {
        from: during.from,
        to: new Date(to),
      });
    expect(lateUntil('2026-12-01T16:00:00Z')).toBeNull();
    expect(lateUntil('2026-12-01T16:00:01Z')).toMatchObject({
      code: 'CALIBRATION_LAPSES',
      deviceId: 'meter',
      validUntil: new Date('2026-12-01T16:00:00Z'),
    });
  });
});

describe('insurance', () => {
  const insured = (droneClass: DeviceFacts['droneClass'], insuredUntil: string | null) =>
    deviceRefusal({ ...drone, droneClass, insuredUntil }, county, during)?.code ?? null;

  it.each(['small', 'medium', 'large'] as const)('of a %s drone must last to the end of the period', (droneClass) => {
    expect(insured(droneClass, null)).toBe('INSURANCE_MISSING');
    expect(insured(droneClass, '2026-11-30')).toBe('INSURANCE_LAPSES');
    expect(insured(droneClass, '2026-12-01')).toBeNull();
  });

  it.each(['micro', 'light', null] as const)('of a drone of class %s stops nothing', (droneClass) => {
    expect(insured(droneClass, null)).toBeNull();
    expect(insured(droneClass, '2020-01-01')).toBeNull();
  });

  it('and certificate set an end together: the earlier one', () => {
    const ends = {
      ...meter,
      certificate: { number: null, result: 'pass', dueOn: '2026-12-01' },
      droneClass: 'small',
    } as const;
    expect(usableUntil({ ...ends, insuredUntil: '2026-11-30' })).toEqual(new Date('2026-11-30T16:00:00Z'));
    expect(usableUntil({ ...ends, insuredUntil: '2027-11-30' })).toEqual(new Date('2026-12-01T16:00:00Z'));
    expect(
      usableUntil({ ...ends, calibrationRequired: false, droneClass: 'light', insuredUntil: '2026-11-30' }),
    ).toBeNull();
  });
});

describe('what travels with a device', () => {
  const part: PartFacts = {
    partId: 'b',
    assetCode: 'B-1',
    calibrationRequired: true,
    certificate: null,
    maintenance: [],
  };
  const lapsing: PartFacts = { ...part, certificate: { number: 'N-1', result: 'pass', dueOn: '2026-11-30' } };

  it('keeps it at home under a code of its own that names the part and why', () => {
    const refused = deviceRefusal({ ...drone, parts: [part] }, county, during);
    expect(refused).toMatchObject({
      code: 'PART_UNFIT',
      deviceId: 'drone',
      validUntil: null,
      part: { partId: 'b', assetCode: 'B-1', code: 'CALIBRATION_MISSING' },
    });
  });

  it('sets an end to it, after what is its own', () => {
    expect(deviceRefusal({ ...drone, parts: [lapsing] }, county, during)?.validUntil).toEqual(
      new Date('2026-11-30T16:00:00Z'),
    );
    expect(usableUntil({ ...drone, parts: [lapsing] })).toEqual(new Date('2026-11-30T16:00:00Z'));
    expect(deviceRefusal({ ...meter, parts: [part] }, county, during)?.code).toBe('CALIBRATION_MISSING');
  });
});

describe('lotRefusal', () => {
  const lot: LotFacts = { lotId: 'cod', unitId: 'dongguang', usableUntil: '2026-12-01', onHand: 10, reserved: 4 };
  const sources = new Set(['dongguang']);

  it('gives what is on hand and not promised', () => {
    expect(lotRefusal(lot, 6, sources, during)).toBeNull();
    expect(lotRefusal(lot, 7, sources, during)).toEqual({
      code: 'LOT_SHORT',
      lotId: 'cod',
      available: 6,
      usableUntil: '2026-12-01',
    });
  });

  it('refuses a lot that expires before the period ends, and one of a unit that has no part in the booking', () => {
    expect(lotRefusal({ ...lot, usableUntil: '2026-11-30' }, 1, sources, during)?.code).toBe('LOT_EXPIRED');
    expect(lotRefusal(lot, 1, new Set(['anping']), during)?.code).toBe('LOT_NOT_LENT');
  });
});
