import { describe, expect, it } from '@jest/globals';
import { erasWith, ownedSince, ownerOf } from './detector.leases.js';

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

  it('knows since when it has an aircraft, and begins anew after another had it', () => {
    const mine = devices.find(
      (device) => ownerOf(device, ['a', 'b']) === 'a' && ownerOf(device, ['a', 'b', 'c']) === 'a',
    );
    const lost = devices.find(
      (device) => ownerOf(device, ['a', 'b']) === 'a' && ownerOf(device, ['a', 'b', 'c']) === 'c',
    );
    if (!mine || !lost) throw new Error('no such devices');
    const first = erasWith([], { from: 0, living: ['a', 'b'] });
    const second = erasWith(erasWith(first, { from: 2, living: ['a', 'b'] }), { from: 4, living: ['a', 'b', 'c'] });
    const third = erasWith(second, { from: 6, living: ['a', 'b'] });
    expect([mine, lost].map((id) => ownedSince('a', id, first)?.getTime())).toEqual([0, 0]);
    expect([mine, lost].map((id) => ownedSince('a', id, second)?.getTime())).toEqual([0, undefined]);
    expect([mine, lost].map((id) => ownedSince('a', id, third)?.getTime())).toEqual([0, 6]);
    expect(ownedSince('a', mine, [])).toBeNull();
  });
});
