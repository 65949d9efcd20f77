import { describe, expect, it } from '@jest/globals';
import type { Place } from './place.rules.js';
import { placeInWords } from './place.rules.js';
import { destination } from './position.rules.js';

const town: Place = { name: '东光镇', lon: 116.5354, lat: 37.887, adcode: '130923', kind: 'town' };
const other: Place = { name: '南皮镇', lon: 116.7017, lat: 38.0386, adcode: '130927', kind: 'town' };
const centre: Place = { name: '孟村回族自治县', lon: 117.0859, lat: 38.0741, adcode: '130930', kind: 'centre' };
const places = [other, town, centre];

describe('placeInWords', () => {
  it.each([
    [45, 3_200, '东光镇东北 3.2 公里', '3.2 km NE of 东光镇'],
    [181, 12_340, '东光镇南 12.3 公里', '12.3 km S of 东光镇'],
    [270, 354, '东光镇西 350 米', '350 m W of 东光镇'],
    [0, 100.5, '东光镇北 100 米', '100 m N of 东光镇'],
    [315, 994, '东光镇西北 990 米', '990 m NW of 东光镇'],
    [135, 996, '东光镇东南 1.0 公里', '1.0 km SE of 东光镇'],
    [90, 99, '东光镇附近', 'at 东光镇'],
  ])('to %d degrees, %d metres', (bearing, metres, zh, en) => {
    const words = placeInWords(destination(town, bearing, metres), places);
    expect(words?.text).toEqual({ zh, en });
    expect(words?.place).toBe(town);
    expect(words?.distanceMetres).toBeCloseTo(metres, 1);
    expect(words?.bearingDegrees).toBeCloseTo(bearing, 1);
  });

  it('says when only the middle of the county is known', () => {
    expect(placeInWords(destination(centre, 90, 4_000), places)?.text).toEqual({
      zh: '孟村回族自治县中心点东 4.0 公里',
      en: '4.0 km E of the centre of 孟村回族自治县',
    });
    expect(placeInWords(centre, places)?.text.en).toBe('at the centre of 孟村回族自治县');
  });

  it('takes the nearest place', () => {
    expect(placeInWords({ lon: 116.69, lat: 38.03 }, places)?.place).toBe(other);
  });

  it('is unknown over 100 km from every place, and without places', () => {
    expect(placeInWords(destination(town, 225, 99_900), [town])?.distanceMetres).toBeCloseTo(99_900, 0);
    expect(placeInWords(destination(town, 225, 100_100), [town])).toBeUndefined();
    expect(placeInWords(town, [])).toBeUndefined();
  });
});
