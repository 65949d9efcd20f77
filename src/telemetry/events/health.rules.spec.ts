import { describe, expect, it } from '@jest/globals';
import type { HealthWarning } from '../dialects/device-events.js';
import { notAfterReceipt } from './event-time.rules.js';
import { byIdentity, identityOf, isAboutAircraft } from './health.rules.js';

const IMU: HealthWarning = {
  code: '0x16020001',
  level: 2,
  module: 3,
  isInTheSky: false,
  isImminent: false,
  deviceType: '0-91-1',
  args: { component_index: 0, sensor_index: 1 },
};

describe('a warning', () => {
  it.each<[string, Partial<HealthWarning>, boolean]>([
    ['written in capitals', { code: '0X16020001' }, true],
    ['of another level', { level: 1 }, true],
    ['in the air by now', { isInTheSky: true, isImminent: true }, true],
    ['with another detail', { args: { ...IMU.args, note: 'x' } }, true],
    ['of another sensor', { args: { component_index: 0, sensor_index: 2 } }, false],
    ['of another device', { deviceType: '3-2-0' }, false],
    ['of another code', { code: '0x16020004' }, false],
  ])('%s is the same: %p', (_what, change, same) =>
    expect(identityOf({ ...IMU, ...change }) === identityOf(IMU)).toBe(same),
  );

  it('listed twice is one, by its last words', () => {
    const told = byIdentity([IMU, { ...IMU, level: 0 }]);
    expect([...told.values()]).toEqual([{ ...IMU, level: 0 }]);
  });

  it.each([
    ['0-91-1', true],
    ['1-81-0', true],
    ['3-2-0', false],
    ['2-174-0', false],
    [null, false],
  ])('about %p is about the aircraft: %p', (deviceType, expected) =>
    expect(isAboutAircraft({ deviceType })).toBe(expected),
  );
});

it('an event from the future was told when it came', () => {
  const [early, late] = [new Date(1_000), new Date(2_000)];
  expect(notAfterReceipt({ at: late, receivedAt: early })).toBe(early);
  expect(notAfterReceipt({ at: early, receivedAt: late })).toBe(early);
});
