import { describe, expect, it } from '@jest/globals';
import { flightPath, type PathPoint } from './flight-path.js';

const startAt = new Date('2025-11-03T06:00:00.000Z');
const field = [
  { lon: 116.5, lat: 37.8 },
  { lon: 116.504, lat: 37.8 },
  { lon: 116.504, lat: 37.803 },
  { lon: 116.5, lat: 37.803 },
  { lon: 116.5, lat: 37.8 },
];

const metresBetween = (a: PathPoint, b: PathPoint) =>
  Math.hypot((a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180), (a.lat - b.lat) * 111_195);

describe('flightPath', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(flightPath(3, field, { startAt })).toEqual(flightPath(3, field, { startAt }));
    expect(flightPath(3, field, { startAt })).not.toEqual(flightPath(4, field, { startAt }));
  });

  it('goes up, surveys inside the polygon, comes back and lands, a point every two seconds', () => {
    const path = flightPath(3, field, { startAt, heightMetres: 60 });
    expect(path.map(({ at }) => at.getTime() - startAt.getTime())).toEqual(path.map((_, index) => index * 2_000));
    expect([...new Set(path.map(({ phase }) => phase))]).toEqual(['climb', 'survey', 'return', 'descent', 'ground']);
    const survey = path.filter(({ phase }) => phase === 'survey');
    expect(survey.every(({ lon, lat }) => lon > 116.4999 && lon < 116.5041 && lat > 37.7999 && lat < 37.8031)).toBe(
      true,
    );
    expect(survey.every(({ heightAboveTakeoffMetres }) => heightAboveTakeoffMetres === 60)).toBe(true);
    expect(path.at(-1)).toMatchObject({ heightAboveTakeoffMetres: 0, speedMetresPerSecond: 0 });
    expect(path.at(-1)?.homeDistanceMetres).toBeLessThan(1);
  });

  it('never moves faster than it says', () => {
    const path = flightPath(11, field, { startAt, speedMetresPerSecond: 8 });
    const steps = path.slice(1).map((point, index) => metresBetween(path[index] ?? point, point) / 2);
    expect(Math.max(...steps)).toBeLessThan(8.5);
  });

  it('leaves out lines that would keep it away too long', () => {
    const square = field.map(({ lon, lat }) => ({ lon: 116.5 + (lon - 116.5) * 10, lat: 37.8 + (lat - 37.8) * 10 }));
    const path = flightPath(5, square, { startAt, longestSeconds: 900 });
    expect((path.at(-1)?.at.getTime() ?? 0) - startAt.getTime()).toBeLessThanOrEqual(904_000);
    expect(path.at(-1)?.homeDistanceMetres).toBeLessThan(1);
  });

  it('needs a polygon', () => {
    expect(() => flightPath(1, field.slice(0, 2), { startAt })).toThrow(RangeError);
  });
});
