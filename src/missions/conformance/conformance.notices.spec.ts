import { describe, expect, it } from '@jest/globals';
import { toldMetres } from './conformance.notices.js';

describe('metres as they are told', () => {
  it.each([
    ['FLIGHT_ABOVE_BAND', 0.01, 1],
    ['FLIGHT_BELOW_BAND', 0.4, 1],
    ['FLIGHT_OUTSIDE_VOLUME', 60.4, 60],
    ['FLIGHT_NEAR_ANOTHER', 0.3, 0],
  ] as const)('%s by %d m is %d m', (code, metres, told) => {
    expect(toldMetres(code, metres)).toBe(told);
  });
});
