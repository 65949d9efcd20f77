import { describe, expect, it } from '@jest/globals';
import { bandOf, type HeightReference, type HeightUnit, type VerticalLimit } from './vertical-limit.rules.js';

const limit = (value: number, reference: HeightReference = 'AGL', unit: HeightUnit = 'M'): VerticalLimit => ({
  value,
  unit,
  reference,
});

describe('bandOf', () => {
  it('takes metres above ground as they are', () => {
    expect(bandOf({ lower: limit(30), upper: limit(120) })).toEqual({
      ok: true,
      band: { lowerMetres: 30, upperMetres: 120 },
      notes: [],
    });
    expect(bandOf({})).toMatchObject({ band: { lowerMetres: 0 } });
  });

  it('turns feet into metres and says so', () => {
    expect(bandOf({ lower: limit(0, 'AGL', 'FT'), upper: limit(400, 'AGL', 'FT') })).toEqual({
      ok: true,
      band: { lowerMetres: 0, upperMetres: 121.92 },
      notes: ['FEET_CONVERTED'],
    });
  });

  it.each(['AMSL', 'WGS84'] as const)('lets limits %s reach the ground and have no top, and says so', (reference) => {
    expect(bandOf({ lower: limit(300, reference), upper: limit(600, reference) })).toEqual({
      ok: true,
      band: { lowerMetres: 0, upperMetres: undefined },
      notes: ['LOWER_NOT_ABOVE_GROUND', 'UPPER_NOT_ABOVE_GROUND'],
    });
  });

  it('refuses a band upside down and a height beyond every airspace', () => {
    expect(bandOf({ lower: limit(120), upper: limit(30) })).toEqual({ ok: false, code: 'ZONE_BAND_UPSIDE_DOWN' });
    expect(bandOf({ lower: limit(600, 'AMSL'), upper: limit(300, 'AMSL') })).toMatchObject({ ok: false });
    expect(bandOf({ upper: limit(0) })).toMatchObject({ ok: false });
    expect(bandOf({ upper: limit(120_001) })).toEqual({ ok: false, code: 'ZONE_HEIGHT_OUT_OF_RANGE' });
  });
});
