import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { metresPlane, type Position } from '../../geo/index.js';
import { simplified } from './simplify.rules.js';

const plane = metresPlane({ lon: 116.5, lat: 37.8 });
const place = (east: number, north: number) => ({ position: plane.from([east, north]) });

function metresToLine(point: Position, line: readonly { position: Position }[]): number {
  const [x, y] = plane.to(point);
  const legs = line.slice(1).map(({ position }, index) => {
    const [[ax, ay], [bx, by]] = [plane.to(line[index]?.position ?? position), plane.to(position)];
    const steps = Array.from({ length: 401 }, (_, step) => step / 400);
    return Math.min(...steps.map((share) => Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))));
  });
  return Math.min(...legs);
}

describe('a simplified line', () => {
  it('leaves out what lies on it and keeps corners, ends and order', () => {
    const points = [place(0, 0), place(50, 0.4), place(100, 0), place(100, 60), place(100, 120)];
    expect(simplified(points, 1)).toEqual([points[0], points[2], points[4]]);
    expect(simplified(points, 0.1)).toEqual([points[0], points[1], points[2], points[4]]);
    expect(simplified(points, 0)).toEqual(points);
  });

  it('keeps the far end of a way out and back', () => {
    const points = [place(0, 0), place(200, 0), place(0, 0)];
    expect(simplified(points, 5)).toEqual(points);
  });

  it('is nowhere farther from any point than the tolerance', () => {
    const metres = fc.integer({ min: -300, max: 300 });
    const lines = fc.array(fc.tuple(metres, metres), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 80 }), (places, tolerance) => {
        const points = places.map(([east, north]) => place(east, north));
        const line = simplified(points, tolerance);
        for (const { position } of points) expect(metresToLine(position, line)).toBeLessThanOrEqual(tolerance + 1.1);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every corner of a long and tangled one, over the ends of its pieces too', () => {
    const points = Array.from({ length: 2_100 }, (_, index) => place((index % 2) * (index + 10), index));
    expect(simplified(points, 0.5)).toHaveLength(2_100);
    const straight = Array.from({ length: 2_100 }, (_, index) => place(index, 0));
    expect(simplified(straight, 0.5)).toHaveLength(6);
  });
});
