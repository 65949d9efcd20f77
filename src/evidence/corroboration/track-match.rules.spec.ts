import { describe, expect, it } from '@jest/globals';
import type { TrackSample } from './corroboration.types.js';
import { type TrackMatch, trackAt } from './track-match.rules.js';

const START = Date.parse('2026-03-01T02:00:00Z');
const at = (seconds: number): Date => new Date(START + seconds * 1000);
const sample = (seconds: number, lon: number, more: Partial<TrackSample> = {}): TrackSample => ({
  at: at(seconds),
  lon,
  lat: 38,
  receivedAt: at(seconds),
  ...more,
});
const moment = (match: TrackMatch | null) => {
  if (!match?.matched) throw new Error(`not matched: ${JSON.stringify(match)}`);
  return match.moment;
};

describe('the track at a moment', () => {
  const samples = [
    sample(0, 115, { heightAboveTakeoffMetres: 50, headingDegrees: 90 }),
    sample(2, 115.0002, { heightAboveTakeoffMetres: 54, headingDegrees: 95 }),
    sample(60, 115.001, { speedMetresPerSecond: 3 }),
  ];

  it('lies on the line between two near points, with the speed they were flown at', () => {
    const between = moment(trackAt(samples, at(0.5)));
    expect(between.lon).toBeCloseTo(115.00005, 9);
    expect(between).toMatchObject({
      heightAboveTakeoffMetres: 51,
      headingDegrees: 90,
      secondsToSample: 0.5,
      gapSeconds: 2,
    });
    expect(between.speedMetresPerSecond).toBeCloseTo(8.76, 2);
  });

  it('takes direction from the nearer point, never an average of two directions', () => {
    const north = [sample(0, 115, { headingDegrees: 350 }), sample(2, 115, { headingDegrees: 10 })];
    expect(moment(trackAt(north, at(1.5))).headingDegrees).toBe(10);
  });

  it('is a recorded point when the moment hits it', () => {
    expect(moment(trackAt(samples, at(2)))).toMatchObject({ lon: 115.0002, secondsToSample: 0, gapSeconds: 0 });
  });

  it('is never bridged over a long gap, only taken from a point within three seconds', () => {
    expect(moment(trackAt(samples, at(5)))).toMatchObject({ lon: 115.0002, secondsToSample: 3, gapSeconds: 6 });
    expect(trackAt(samples, at(5.5))).toEqual({ matched: false, secondsToSample: 3.5, allowedSeconds: 3 });
    expect(trackAt(samples, at(58))).toMatchObject({
      matched: true,
      moment: { lon: 115.001, speedMetresPerSecond: 3 },
    });
    expect(trackAt(samples, at(-100))).toMatchObject({ matched: false, secondsToSample: 100 });
  });

  it('knows no height where one side has none', () => {
    const half = [sample(0, 115, { heightAboveTakeoffMetres: 50 }), sample(2, 115)];
    expect(moment(trackAt(half, at(1))).heightAboveTakeoffMetres).toBeNull();
  });

  it('is nothing without points', () => {
    expect(trackAt([], at(0))).toBeNull();
  });
});
