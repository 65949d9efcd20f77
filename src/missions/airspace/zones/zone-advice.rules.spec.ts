import { describe, expect, it } from '@jest/globals';
import { boundingBox, distanceMetres } from '../../../geo/index.js';
import type { ZoneContact } from '../deconfliction/deconfliction.rules.js';
import { surroundings, zoneAdvice } from './zone-advice.rules.js';

const zone = (zoneId: string, rule: ZoneContact['rule'], name: string): ZoneContact => ({
  zoneId,
  version: 1,
  name,
  rule,
  authority: '某市人民政府',
  overlapMetres: 90,
  overlapMinutes: 120,
  overlapSquareMetres: 1_000,
  overlapFrom: '2026-05-10T08:00:00.000Z',
  overlapTo: '2026-05-10T10:00:00.000Z',
});

describe('zoneAdvice', () => {
  it('names each zone once, the strictest first, in both languages', () => {
    const advice = zoneAdvice([
      zone('c', 'conditional', '湿地'),
      zone('a', 'authorisation', '水源地'),
      zone('p', 'prohibited', '机场'),
      zone('a', 'authorisation', '水源地'),
    ]);
    expect(advice.map(({ code }) => code)).toEqual(['ZONE_PROHIBITED', 'ZONE_AUTHORISATION', 'ZONE_CONDITIONAL']);
    expect(advice[1]?.zh).toContain('水源地');
    expect(advice[1]?.zh).toContain('某市人民政府');
    expect(advice[1]?.en).toContain('needs a permission of');
  });

  it('has nothing to say where there is no zone', () => {
    expect(zoneAdvice([])).toEqual([]);
  });
});

describe('surroundings', () => {
  it('reach a kilometre to every side, up to the ceiling of suitable airspace', () => {
    const place = { lon: 116.54, lat: 37.89 };
    const during = { from: new Date(0), to: new Date(1) };
    const { volumes } = surroundings(place, during);
    expect(volumes).toHaveLength(1);
    expect(volumes[0]).toMatchObject({ lowerMetres: 0, upperMetres: 120 });
    const { minLon, minLat, maxLon, maxLat } = boundingBox(volumes[0]?.geometry ?? { type: 'Point', coordinates: [] });
    expect(distanceMetres({ lon: minLon, lat: 37.89 }, place)).toBeCloseTo(1_000, -1);
    expect(distanceMetres({ lon: maxLon, lat: 37.89 }, place)).toBeCloseTo(1_000, -1);
    expect(distanceMetres({ lon: 116.54, lat: minLat }, place)).toBeCloseTo(1_000, -1);
    expect(distanceMetres({ lon: 116.54, lat: maxLat }, place)).toBeCloseTo(1_000, -1);
  });
});
