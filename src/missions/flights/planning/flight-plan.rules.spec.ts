import { describe, expect, it } from '@jest/globals';
import { MAX_POLYGON_POINTS, type Occupation, type Volume } from '../../../geo/index.js';
import { MAXIMUM_VERTICES, planFaults } from './flight-plan.rules.js';

const now = new Date('2026-05-10T02:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
const day = 86_400;

function square(lowerMetres: number, upperMetres: number): Volume {
  const ring = [
    [116.0, 38.0],
    [116.01, 38.0],
    [116.01, 38.01],
    [116.0, 38.01],
    [116.0, 38.0],
  ];
  return { geometry: { type: 'Polygon', coordinates: [ring] }, lowerMetres, upperMetres };
}

/** A regular polygon, its closing point counted. */
function withVertices(count: number): Volume {
  const corner = (index: number) => [
    116 + 0.01 * Math.cos((2 * Math.PI * index) / (count - 1)),
    38 + 0.01 * Math.sin((2 * Math.PI * index) / (count - 1)),
  ];
  const ring = Array.from({ length: count - 1 }, (_, index) => corner(index));
  return { ...square(0, 100), geometry: { type: 'Polygon', coordinates: [[...ring, corner(0)]] } };
}

const sound: Occupation = { during: { from: later(3_600), to: later(7_200) }, volumes: [square(30, 120)] };
const codes = (plan: Partial<Occupation>): string[] => planFaults({ ...sound, ...plan }, now).map(({ code }) => code);

describe('planFaults', () => {
  it('finds nothing wrong with a sound plan', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ volumes: [square(0, 30), square(30, 120)] })).toEqual([]);
  });

  it('refuses a period that does not end after it begins', () => {
    expect(codes({ during: { from: later(60), to: later(60) } })).toEqual(['FLIGHT_PERIOD_EMPTY']);
    expect(codes({ during: { from: later(60), to: later(59) } })).toEqual(['FLIGHT_PERIOD_EMPTY']);
  });

  it('takes a flight that starts now, and none from the past', () => {
    expect(codes({ during: { from: later(-60), to: later(3_600) } })).toEqual([]);
    expect(codes({ during: { from: later(-61), to: later(3_600) } })).toEqual(['FLIGHT_IN_THE_PAST']);
    expect(codes({ during: { from: later(-day), to: later(-3_600) } })).toEqual(['FLIGHT_IN_THE_PAST']);
  });

  it('reaches thirty days ahead and no further', () => {
    expect(codes({ during: { from: later(29 * day), to: later(30 * day) } })).toEqual([]);
    expect(codes({ during: { from: later(29 * day), to: later(30 * day + 1) } })).toEqual(['FLIGHT_TOO_FAR_AHEAD']);
  });

  it('needs a volume', () => {
    expect(codes({ volumes: [] })).toEqual(['FLIGHT_WITHOUT_VOLUME']);
  });

  it('counts the vertices of all volumes together', () => {
    const full = Array.from({ length: MAXIMUM_VERTICES / MAX_POLYGON_POINTS }, () => withVertices(MAX_POLYGON_POINTS));
    expect(codes({ volumes: full })).toEqual([]);
    expect(codes({ volumes: [...full, square(0, 30)] })).toEqual(['FLIGHT_TOO_MANY_VERTICES']);
    expect(codes({ volumes: [withVertices(MAX_POLYGON_POINTS + 1)] })).toEqual(['POLYGON_TOO_MANY_POINTS']);
  });

  it('names the volume whose band is upside down or not in metres', () => {
    expect(planFaults({ ...sound, volumes: [square(0, 30), square(120, 30)] }, now)).toEqual([
      { code: 'FLIGHT_BAND_UPSIDE_DOWN', volume: 1 },
    ]);
    expect(codes({ volumes: [square(30, 30)] })).toEqual(['FLIGHT_BAND_UPSIDE_DOWN']);
    expect(codes({ volumes: [square(-1, 30)] })).toEqual(['FLIGHT_BAND_NOT_METRES']);
    expect(codes({ volumes: [square(3_000, 12_000)] })).toEqual(['FLIGHT_BAND_NOT_METRES']);
  });

  it('refuses a volume into which no aircraft fits, whichever way it is thin', () => {
    const wide = (lonDegrees: number, latDegrees: number): Volume => {
      const corners = [
        [116, 38],
        [116 + lonDegrees, 38],
        [116 + lonDegrees, 38 + latDegrees],
        [116, 38 + latDegrees],
        [116, 38],
      ];
      return { ...square(30, 120), geometry: { type: 'Polygon', coordinates: [corners] } };
    };
    const centimetre = 1e-7;
    for (const thin of [
      square(50, 50.01),
      wide(0.01, centimetre),
      wide(centimetre, 0.01),
      wide(centimetre, centimetre),
    ])
      expect(planFaults({ ...sound, volumes: [square(0, 30), thin] }, now)).toEqual([
        { code: 'FLIGHT_VOLUME_TOO_SMALL', volume: 1 },
      ]);
    expect(codes({ volumes: [square(50, 51), wide(0.01, 2e-5), wide(3e-5, 3e-5)] })).toEqual([]);
  });

  it('names the volume whose outline is no polygon', () => {
    const outline = (...ring: number[][]): Volume => ({
      ...square(30, 120),
      geometry: { type: 'Polygon', coordinates: [ring] },
    });
    const crossing = outline([116, 38], [116.01, 38.01], [116.01, 38], [116, 38.01], [116, 38]);
    expect(planFaults({ ...sound, volumes: [square(0, 30), crossing] }, now)).toEqual([
      { code: 'POLYGON_SELF_CROSSING', volume: 1 },
    ]);
    expect(codes({ volumes: [outline([116, 38], [116.01, 38], [116.01, 38.01])] })).toEqual(['POLYGON_UNCLOSED']);
    expect(codes({ volumes: [outline([179, 38], [-179, 38], [-179, 39], [179, 38])] })).toEqual([
      'POLYGON_ANTIMERIDIAN',
    ]);
  });

  it('says everything that is wrong at once', () => {
    const plan = { during: { from: later(-day), to: later(-2 * day) }, volumes: [square(120, 30)] };
    expect(codes(plan)).toEqual(['FLIGHT_PERIOD_EMPTY', 'FLIGHT_IN_THE_PAST', 'FLIGHT_BAND_UPSIDE_DOWN']);
  });
});
