import { describe, expect, it } from '@jest/globals';
import { parseBbox } from './bbox.rules.js';

describe('parseBbox', () => {
  it('reads four numbers, with blanks and signs', () => {
    expect(parseBbox('-1.5, 36,1e1,+42.6')).toEqual({
      ok: true,
      bbox: { minLon: -1.5, minLat: 36, maxLon: 10, maxLat: 42.6 },
    });
  });

  it('takes a box of a single point', () => {
    expect(parseBbox('115,38,115,38').ok).toBe(true);
  });

  it.each([
    ['', 'BBOX_MALFORMED'],
    ['1,2,3', 'BBOX_MALFORMED'],
    ['1,2,3,4,5,6', 'BBOX_MALFORMED'],
    ['1,2,,4', 'BBOX_MALFORMED'],
    ['1,2,3,0x4', 'BBOX_MALFORMED'],
    ['1,2,3,NaN', 'BBOX_MALFORMED'],
    ['1,2,Infinity,4', 'BBOX_MALFORMED'],
    ['1,2,1e999,4', 'BBOX_OUT_OF_RANGE'],
    ['1,2,181,4', 'BBOX_OUT_OF_RANGE'],
    ['1,-91,3,4', 'BBOX_OUT_OF_RANGE'],
    ['170,2,-170,4', 'BBOX_ANTIMERIDIAN'],
    ['1,4,3,2', 'BBOX_UPSIDE_DOWN'],
  ])('refuses "%s" as %s', (text, code) => {
    expect(parseBbox(text)).toEqual({ ok: false, code });
  });
});
