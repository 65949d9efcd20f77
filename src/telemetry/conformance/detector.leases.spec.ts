import { describe, expect, it } from '@jest/globals';
import { ownerOf } from './detector.leases.js';

const devices = Array.from({ length: 300 }, (_, index) => `device-${index}`);

describe('the instance that watches an aircraft', () => {
  it('is one of the living, and each has its share', () => {
    const owners = devices.map((device) => ownerOf(device, ['a', 'b', 'c']));
    for (const id of ['a', 'b', 'c']) expect(owners.filter((owner) => owner === id).length).toBeGreaterThan(60);
  });

  it('is the same whatever the order they are named in', () => {
    for (const device of devices) expect(ownerOf(device, ['c', 'a', 'b'])).toBe(ownerOf(device, ['a', 'b', 'c']));
  });

  it('changes only for the aircraft of an instance that went away', () => {
    const before = devices.filter((device) => ownerOf(device, ['a', 'b', 'c']) !== 'c');
    expect(before.length).toBeLessThan(devices.length);
    for (const device of before) expect(ownerOf(device, ['a', 'b'])).toBe(ownerOf(device, ['a', 'b', 'c']));
  });
});
