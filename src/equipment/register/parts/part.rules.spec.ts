import { describe, expect, it } from '@jest/globals';
import { attachRefusal, type Companion, fitsCounter } from './part.rules.js';

const device = (id: string, over: Partial<Companion> = {}): Companion => ({
  id,
  unitId: 'county',
  state: 'in_service',
  partOfId: null,
  isOut: false,
  hasParts: false,
  isBooked: false,
  ...over,
});

describe('a part', () => {
  const whole = device('drone', { hasParts: true, isBooked: true });

  it('travels with a device of its owner, also one that is booked', () => {
    expect(attachRefusal(whole, device('battery'))).toBeNull();
    expect(attachRefusal(whole, device('battery', { state: 'quarantined' }))).toBeNull();
  });

  it.each([
    ['PART_OF_ITSELF', whole, whole],
    ['PART_ALREADY_ATTACHED', whole, device('battery', { partOfId: 'other' })],
    ['PART_NESTED', device('controller', { partOfId: 'drone' }), device('battery')],
    ['PART_NESTED', whole, device('other-drone', { hasParts: true })],
    ['PART_OF_ANOTHER_UNIT', whole, device('battery', { unitId: 'city' })],
    ['DEVICE_RETIRED', whole, device('battery', { state: 'retired' })],
    ['DEVICE_RETIRED', device('drone', { state: 'retired' }), device('battery')],
    ['DEVICE_OUT', device('drone', { isOut: true }), device('battery')],
    ['DEVICE_OUT', whole, device('battery', { isOut: true })],
    ['PART_BOOKED', whole, device('battery', { isBooked: true })],
  ] as const)('is refused as %s', (code, with_, part) => {
    expect(attachRefusal(with_, part)).toBe(code);
  });
});

describe('a counter of cycles', () => {
  const at = (hour: number, cycleCount: number) => ({ readAt: new Date(Date.UTC(2026, 5, 1, hour)), cycleCount });

  it('never runs back, whatever the order in which it was read', () => {
    expect(fitsCounter(at(2, 10), [])).toBe(true);
    expect(fitsCounter(at(2, 10), [at(1, 10), at(3, 12)])).toBe(true);
    expect(fitsCounter(at(2, 9), [at(1, 10)])).toBe(false);
    expect(fitsCounter(at(2, 13), [at(1, 10), at(3, 12)])).toBe(false);
    expect(fitsCounter(at(2, 11), [at(2, 10)])).toBe(false);
  });
});
