import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isStale, mergeLatest, type LatestState } from './latest.rules.js';
import { NOTHING_MEASURED, type TelemetrySample } from '../sample.js';

const base = Date.parse('2025-10-25T03:31:00Z');

function frame(second: number, measured: Partial<TelemetrySample>): TelemetrySample {
  const at = new Date(base + second * 1000);
  const sender = 'sub_device' as const;
  return {
    ...NOTHING_MEASURED,
    dialect: 'dji',
    serial: 'A',
    gatewaySerial: 'G',
    sender,
    at,
    receivedAt: at,
    seq: 1n,
    ...measured,
  };
}

function merged(frames: readonly TelemetrySample[]): LatestState | null {
  return frames.reduce<LatestState | null>(mergeLatest, null);
}

describe('mergeLatest', () => {
  it('keeps the last position when a newer frame carries none', () => {
    const state = merged([
      frame(0, { position: { lon: 117.7, lat: 39 }, headingDegrees: 90 }),
      frame(2, { batteryPercent: 71 }),
    ]);
    expect(state).toMatchObject({
      heardAt: new Date(base + 2000),
      position: { at: new Date(base), position: { lon: 117.7, lat: 39 }, headingDegrees: 90 },
      battery: { percent: 71 },
      mode: null,
    });
  });

  it('keeps the air around a dock with its own time, as the newest frame that told of it has it', () => {
    const calm = { windMetresPerSecond: 1, rainfall: 0, celsius: 20 };
    const storm = { windMetresPerSecond: 15, rainfall: null, celsius: null };
    const state = merged([
      frame(5, { environment: storm }),
      frame(0, { environment: calm }),
      frame(9, { batteryPercent: 5 }),
    ]);
    expect(state?.environment).toEqual({ ...storm, at: new Date(base + 5000) });
  });

  it('never moves back for a late frame, yet takes from it what was not known', () => {
    const state = merged([
      frame(10, { position: { lon: 1, lat: 1 } }),
      frame(4, { position: { lon: 9, lat: 9 }, mode: 'wayline' }),
    ]);
    expect(state?.position?.position).toEqual({ lon: 1, lat: 1 });
    expect(state?.mode).toEqual({ at: new Date(base + 4000), word: 'wayline' });
    expect(state?.heardAt).toEqual(new Date(base + 10_000));
  });

  it('goes on at once when a clock that ran ahead is put right', () => {
    const ahead = frame(3_000, { position: { lon: 1, lat: 1 }, batteryPercent: 60, receivedAt: new Date(base) });
    const right = frame(2, { position: { lon: 2, lat: 2 }, batteryPercent: 59 });
    for (const frames of [
      [ahead, right],
      [right, ahead],
    ])
      expect(merged(frames)).toMatchObject({
        heardAt: new Date(base + 3_000_000),
        position: { at: new Date(base + 2_000), position: { lon: 2, lat: 2 } },
        battery: { percent: 59 },
      });
    expect(merged([ahead])?.position?.at).toEqual(new Date(base + 3_000_000));
  });

  it('ends in the same state in whatever order frames of different instants come', () => {
    const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 });
    const choices = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 12, maxLength: 12 });
    const order = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(seconds, choices, order, (instants, parts, keys) => {
        const frames = instants.map((second, index) => {
          const [position, battery, mode] = parts[index] ?? [];
          return frame(second, {
            position: position ? { lon: second, lat: second / 2 } : null,
            batteryPercent: battery ? second : null,
            mode: mode ? `m${second}` : null,
          });
        });
        const shuffled = frames.map((value) => ({ value, key: keys.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        const state = merged(shuffled.map(({ value }) => value));
        expect(state).toEqual(merged(frames.toSorted((a, b) => a.at.getTime() - b.at.getTime())));
        expect(merged([...frames, ...frames])).toEqual(merged(frames));
      }),
    );
  });
});

describe('isStale', () => {
  const now = new Date(base);
  const before = (seconds: number) => new Date(base - seconds * 1000);

  it('after half a minute of silence', () => {
    expect(isStale({ at: before(29), receivedAt: before(29) }, now)).toBe(false);
    expect(isStale({ at: before(31), receivedAt: before(31) }, now)).toBe(true);
  });

  it('at once for what was measured long before it was sent, whatever a slightly wrong clock says', () => {
    expect(isStale({ at: before(120), receivedAt: before(1) }, now)).toBe(false);
    expect(isStale({ at: before(3_600), receivedAt: before(1) }, now)).toBe(true);
    expect(isStale({ at: before(-3_000), receivedAt: before(31) }, now)).toBe(true);
  });
});
