import { describe, expect, it } from '@jest/globals';
import { gapsOf, positionAtInstant, trackFeature, type TrackPoint } from './track.rules.js';

const base = Date.parse('2025-10-25T03:31:00Z');
const instant = (second: number) => new Date(base + second * 1000);

function point(second: number, over: Partial<TrackPoint> = {}): TrackPoint {
  return {
    at: instant(second),
    receivedAt: instant(second + 0.4),
    position: { lon: 117.72 + second * 1e-5, lat: 39.04 },
    altitudeEllipsoidMetres: 80,
    heightAboveTakeoffMetres: null,
    altitudeAmslMetres: null,
    headingDegrees: 90,
    speedMetresPerSecond: 8,
    verticalSpeedMetresPerSecond: 0,
    batteryPercent: 70,
    gimbal: null,
    fix: 'gnss',
    ...over,
  };
}

describe('gapsOf', () => {
  it('sees silence of more than three usual intervals', () => {
    const points = [0, 2, 4, 6, 8, 15, 17, 19].map((second) => point(second));
    expect(gapsOf(points)).toEqual([{ from: instant(8), to: instant(15) }]);
  });

  it('lets 5 s pass at a high rate, and one interval missed at half a hertz', () => {
    expect(gapsOf([0, 0.3, 0.6, 0.9, 5.9, 6.2].map((second) => point(second)))).toEqual([]);
    expect(gapsOf([0, 2, 4, 8, 10].map((second) => point(second)))).toEqual([]);
  });

  it('takes two lone points an hour apart for a gap, and one or none for no gap', () => {
    expect(gapsOf([point(0), point(3_600)])).toHaveLength(1);
    expect([gapsOf([point(0)]), gapsOf([])]).toEqual([[], []]);
  });
});

describe('positionAtInstant', () => {
  const points = [point(0), point(2), point(4, { headingDegrees: 350 }), point(6, { headingDegrees: 20 }), point(60)];

  it('is the measured point at its own instant', () => {
    expect(positionAtInstant(points, instant(2))).toMatchObject({
      known: true,
      method: 'measured',
      secondsBefore: 0,
      secondsAfter: 0,
      point: points[1],
    });
  });

  it('is worked out between neighbours, and says how far they are', () => {
    const found = positionAtInstant(points, instant(0.5));
    expect(found).toMatchObject({
      known: true,
      method: 'interpolated',
      secondsBefore: 0.5,
      secondsAfter: 1.5,
      nearest: points[0],
    });
    expect(found.known && found.point.position.lon).toBeCloseTo(117.720005, 9);
    expect(found.known && found.point.heightAboveTakeoffMetres).toBeNull();
  });

  it('turns through north and over the antimeridian', () => {
    const north = positionAtInstant(points, instant(5));
    expect(north.known && north.point.headingDegrees).toBeCloseTo(5, 9);
    const pacific = [point(0, { position: { lon: 179.99, lat: 0 } }), point(2, { position: { lon: -179.97, lat: 0 } })];
    const crossed = positionAtInstant(pacific, instant(1.5));
    expect(crossed.known && crossed.point.position.lon).toBeCloseTo(-179.98, 9);
  });

  it('is unknown inside a gap, and near its edge taken from the near side', () => {
    expect(positionAtInstant(points, instant(20))).toMatchObject({
      known: false,
      reason: 'gap_too_large',
      secondsBefore: 14,
      secondsAfter: 40,
      nearest: points[3],
    });
    expect(positionAtInstant(points, instant(7))).toMatchObject({
      known: true,
      method: 'nearest',
      secondsBefore: 1,
      secondsAfter: 53,
      point: points[3],
    });
  });

  it('takes the only neighbour close to the ends, and nothing farther out', () => {
    expect(positionAtInstant(points, instant(-3))).toMatchObject({ known: true, secondsBefore: null, secondsAfter: 3 });
    expect(positionAtInstant(points, instant(-3.5))).toMatchObject({ known: false, reason: 'outside_track' });
    expect(positionAtInstant([], instant(0))).toMatchObject({ known: false, reason: 'no_track', nearest: null });
  });

  it('answers alike from the points within a bridge of the instant and from the whole track', () => {
    for (let second = -12; second <= 75; second += 0.5) {
      const at = instant(second);
      const near = points.filter((point) => Math.abs(point.at.getTime() - at.getTime()) <= 10_000);
      const [whole, window] = [positionAtInstant(points, at), positionAtInstant(near, at)];
      expect(window.known).toBe(whole.known);
      expect(window.known && window.point).toEqual(whole.known && whole.point);
    }
  });
});

describe('trackFeature', () => {
  it('is a line with ellipsoid heights, every sample and the gaps', () => {
    const feature = trackFeature('d-1', [point(0), point(2), point(4), point(30)]);
    expect(feature.geometry?.coordinates[1]).toEqual([117.72 + 2e-5, 39.04, 80]);
    expect(feature.properties.samples[0]).toMatchObject({
      receivedAt: instant(0.4).toISOString(),
      at: '2025-10-25T03:31:00.000Z',
      lon: 117.72,
      lat: 39.04,
      batteryPercent: 70,
    });
    expect(feature.properties.gaps).toEqual([{ from: '2025-10-25T03:31:04.000Z', to: '2025-10-25T03:31:30.000Z' }]);
  });

  it('leaves heights out when one is unknown, and draws no line through fewer than two points', () => {
    expect(
      trackFeature('d-1', [point(0), point(2, { altitudeEllipsoidMetres: null })]).geometry?.coordinates[0],
    ).toHaveLength(2);
    expect(trackFeature('d-1', [point(0)])).toMatchObject({
      geometry: null,
      properties: { samples: [{ lon: 117.72 }] },
    });
  });
});
