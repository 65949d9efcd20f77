import { describe, expect, it } from '@jest/globals';
import type { Surroundings } from './surroundings.reader.js';
import { wordOfTrack } from './on-track.rules.js';

const AT = new Date('2026-03-01T02:10:01Z');
const sample = (seconds: number, lon: number, fix = 'gnss') => ({
  at: new Date(AT.getTime() + seconds * 1000),
  receivedAt: AT,
  position: { lon, lat: 37.9 },
  heightAboveTakeoffMetres: 80,
  fix,
});
const around = (track: readonly unknown[]): Surroundings => ({ track }) as unknown as Surroundings;

describe('what the track of a device says of a picture', () => {
  it('is where it was at that second, as sure as the device is', () => {
    const flown = around([sample(-1, 116.5), sample(1, 116.5002)]);
    expect(wordOfTrack(flown, AT, 'serial')).toMatchObject({ trust: 'medium' });
    expect(wordOfTrack(flown, AT, 'serial')?.position.lon).toBeCloseTo(116.5001, 9);
    expect(wordOfTrack(flown, AT, 'declared')?.trust).toBe('low');
    expect(wordOfTrack(flown, AT, 'open_check_out')?.trust).toBe('low');
  });

  it.each([
    ['without frames', []],
    ['with frames too far in time', [sample(-60, 116.5), sample(60, 116.5)]],
    ['with frames of a receiver without a fix', [sample(-1, 0, 'none'), sample(1, 0, 'none')]],
  ])('is nothing %s', (_, track) => {
    expect(wordOfTrack(around(track), AT, 'serial')).toBeNull();
  });
});
