import { describe, expect, it } from '@jest/globals';
import type { WatchedZone } from '../../missions/index.js';
import { ZoneMemory } from './zone.memory.js';

const PLACE = { lon: 116.5, lat: 37.9 };
const now = new Date(Date.UTC(2026, 4, 1, 8));
const after = (ms: number): Date => new Date(now.getTime() + ms);
const zones = [{ id: 'z' }] as unknown as readonly WatchedZone[];

describe('the zones around an aircraft', () => {
  it('are known until it has moved, the time is up, or they are forgotten', () => {
    const memory = new ZoneMemory();
    expect(memory.at(4, PLACE, now)).toBeUndefined();
    memory.keep(4, zones, PLACE, after(10_000).getTime());
    expect(memory.at(4, { lon: 116.509, lat: 37.891 }, after(9_999))).toBe(zones);
    expect(memory.at(4, { lon: 116.511, lat: 37.9 }, now)).toBeUndefined();
    expect(memory.at(4, { lon: 116.5, lat: 37.911 }, now)).toBeUndefined();
    expect(memory.at(4, PLACE, after(10_000))).toBeUndefined();
    expect(memory.at(5, PLACE, now)).toBeUndefined();
    memory.forget(4);
    expect(memory.at(4, PLACE, now)).toBeUndefined();
  });

  it('are known to be none, and forgotten together', () => {
    const memory = new ZoneMemory();
    memory.keep(1, zones, PLACE, after(10_000).getTime());
    memory.keep(1, [], PLACE, after(10_000).getTime());
    expect(memory.at(1, PLACE, now)).toEqual([]);
    memory.forgetAll();
    expect(memory.at(1, PLACE, now)).toBeUndefined();
  });
});
