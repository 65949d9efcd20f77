import { describe, expect, it } from '@jest/globals';
import { resampled } from './resample.rules.js';
import { cutTrack, lengthMetres } from './segment.rules.js';
import type { TrackedPoint } from './track.rules.js';

const base = Date.parse('2025-10-25T03:31:00Z');
const instant = (second: number) => new Date(base + second * 1000);

function point(second: number, over: Partial<TrackedPoint> = {}): TrackedPoint {
  return {
    at: instant(second),
    receivedAt: instant(second + 0.4),
    position: { lon: 117.72 + second * 1e-5, lat: 39.04 },
    altitudeEllipsoidMetres: 80 + second,
    heightAboveTakeoffMetres: null,
    altitudeAmslMetres: null,
    headingDegrees: 90,
    speedMetresPerSecond: 8,
    verticalSpeedMetresPerSecond: 0,
    batteryPercent: 70,
    gimbal: null,
    fix: 'gnss',
    mode: null,
    ...over,
  };
}
const air = (second: number) => point(second, { mode: 'wayline' });
const ground = (second: number) => point(second, { mode: 'standby' });

describe('a cut track', () => {
  const cutsOf = (points: readonly TrackedPoint[]) =>
    cutTrack(points).segments.map(({ airborne, begunBy, endedBy, points: { length } }) => [
      airborne,
      begunBy,
      endedBy,
      length,
    ]);

  it('has a segment for each flight and each wait', () => {
    expect(cutsOf([ground(0), ground(2), air(4), point(6), air(8), ground(10)])).toEqual([
      [false, 'hands', 'take_off', 2],
      [true, 'take_off', 'landing', 3],
      [false, 'landing', 'hands', 1],
    ]);
  });

  it('is cut where nothing was heard for long, and says where', () => {
    const points = [air(0), air(2), air(4), air(30), air(32), air(34)];
    expect(cutsOf(points)).toEqual([
      [true, 'hands', 'gap', 3],
      [true, 'gap', 'hands', 3],
    ]);
    expect(cutTrack(points).gaps).toEqual([{ from: instant(4), to: instant(30) }]);
  });

  it('does not know of the air what no frame tells, and learns it from the first that does', () => {
    expect(cutsOf([point(0), point(2)])).toEqual([[null, 'hands', 'hands', 2]]);
    expect(cutsOf([point(0), air(2), point(4)])).toEqual([[true, 'hands', 'hands', 3]]);
    expect(cutTrack([])).toEqual({ segments: [], gaps: [] });
  });

  it('has the length of its legs', () => {
    expect(lengthMetres([point(0), point(100)])).toBeCloseTo(86.37, 1);
    expect(lengthMetres([point(0)])).toBe(0);
  });
});

describe('a resampled track', () => {
  const madeOf = (points: readonly TrackedPoint[], step: number, bridge = 10) =>
    resampled(points, step, bridge).map(({ method, point: { at } }) => [method, (at.getTime() - base) / 1000]);

  it('is measured where a frame lies on a step and worked out between, marked as such', () => {
    expect(madeOf([point(0), point(1.5), point(3)], 1)).toEqual([
      ['measured', 0],
      ['interpolated', 1],
      ['interpolated', 2],
      ['measured', 3],
    ]);
    const [, second] = resampled([point(0), point(2)], 1, 10);
    expect(second?.point.altitudeEllipsoidMetres).toBe(81);
    expect(second?.point.heightAboveTakeoffMetres).toBeNull();
  });

  it('has nothing in a gap, before the first frame and after the last', () => {
    expect(madeOf([point(0.5), point(2.5), point(13), point(14.5)], 1)).toEqual([
      ['interpolated', 1],
      ['interpolated', 2],
      ['measured', 13],
      ['interpolated', 14],
    ]);
    expect(madeOf([point(0), point(4)], 1, 3)).toEqual([
      ['measured', 0],
      ['measured', 4],
    ]);
    expect(madeOf([], 1)).toEqual([]);
  });

  it('gives an instant once though two frames bear it', () => {
    expect(madeOf([point(0), point(0), point(1)], 1)).toEqual([
      ['measured', 0],
      ['measured', 1],
    ]);
  });
});
