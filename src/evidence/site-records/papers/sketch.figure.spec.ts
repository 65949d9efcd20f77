import { describe, expect, it } from '@jest/globals';
import { northArrow, roundBelow } from './sketch.figure.js';

/** From the tail of the arrow to its tip. */
function direction(upBearingDegrees: number): { right: number; down: number } {
  const [shaft] = northArrow(upBearingDegrees);
  if (shaft?.kind !== 'line') throw new Error('no shaft');
  const whole = (points: number): number => Math.round(points) + 0;
  return { right: whole(shaft.to.x - shaft.from.x), down: whole(shaft.to.y - shaft.from.y) };
}

describe('the arrow to the north', () => {
  it('points upwards where north is up, and to the left where east is', () => {
    expect(direction(0)).toEqual({ right: 0, down: -40 });
    expect(direction(90)).toEqual({ right: -40, down: 0 });
    expect(direction(180)).toEqual({ right: 0, down: 40 });
    expect(direction(270).right).toBe(40);
  });
});

describe('the scale bar', () => {
  it.each([
    [100, 100],
    [99, 50],
    [7, 5],
    [3.9, 2],
    [0.34, 0.2],
  ])('of at most %d m is %d m long', (most, metres) => expect(roundBelow(most)).toBe(metres));
});
