import { describe, expect, it } from '@jest/globals';
import { differences, droneClassOf, sharedName } from './device-record.rules.js';

const DRONE = { category: 'uav' as const, isPart: false };
const claim = (droneClass: 'light' | 'small' | null, empty: number | null, takeoff: number | null) => ({
  droneClass,
  emptyMassGrams: empty,
  maxTakeoffMassGrams: takeoff,
});

describe('the class a device is recorded under', () => {
  it('is the stated one, or that of the masses', () => {
    expect(droneClassOf(DRONE, claim('small', null, null))).toEqual({ ok: true, droneClass: 'small' });
    expect(droneClassOf(DRONE, claim(null, 6_470, 9_200))).toEqual({ ok: true, droneClass: 'small' });
    expect(droneClassOf(DRONE, claim(null, 6_470, null))).toEqual({ ok: true, droneClass: null });
  });

  it('may not contradict the masses', () => {
    expect(droneClassOf(DRONE, claim('light', 6_470, 9_200))).toEqual({
      ok: false,
      code: 'DRONE_CLASS_CONTRADICTED',
      lowest: 'small',
    });
  });

  it('belongs to drones alone: not to instruments, controllers or docks', () => {
    expect(droneClassOf({ category: 'water', isPart: false }, claim('light', null, null)).ok).toBe(false);
    expect(droneClassOf({ category: 'uav', isPart: true }, claim('light', null, null)).ok).toBe(false);
    expect(droneClassOf({ category: 'water', isPart: false }, claim(null, 900, 900))).toEqual({
      ok: true,
      droneClass: null,
    });
  });
});

describe('the name two devices share', () => {
  const names = (assetCode: string, serial: string | null, over = {}) => ({
    assetCode,
    serial,
    productIdCode: null,
    uomRegistration: null,
    ...over,
  });

  it.each([
    [names('HB-1', 'S1'), names('hb-1', 'S2'), { field: 'assetCode', value: 'HB-1' }],
    [names('HB-1', 'S1'), names('HB-2', 's1'), { field: 'serial', value: 'S1' }],
    [names('HB-1', 'S1'), names('HB-2', 'hb-1'), { field: 'assetCode', value: 'HB-1' }],
    [names('HB-1', 'HB-2'), names('hb-2', null), { field: 'serial', value: 'HB-2' }],
    [
      names('A1', null, { productIdCode: 'P' }),
      names('A2', null, { productIdCode: 'p' }),
      { field: 'productIdCode', value: 'P' },
    ],
    [
      names('A1', null, { uomRegistration: 'U' }),
      names('A2', null, { uomRegistration: 'u' }),
      { field: 'uomRegistration', value: 'U' },
    ],
    [names('A1', null), names('A2', null), null],
  ])('%#', (wanted, other, shared) => {
    expect(sharedName(wanted, other)).toEqual(shared);
  });
});

describe('what a change changes', () => {
  it('leaves out what stays as it is', () => {
    expect(
      differences(
        { model: 'A', serial: 'S', home: { lon: 1, lat: 2 } },
        { model: 'A', serial: null, home: { lon: 1, lat: 2 } },
      ),
    ).toEqual({
      serial: { from: 'S', to: null },
    });
  });
});
