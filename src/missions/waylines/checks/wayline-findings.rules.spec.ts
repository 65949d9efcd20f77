import { describe, expect, it } from '@jest/globals';
import { finding } from './wayline-check.rules.js';
import { carriedFindings, setAside, setAsideReason } from './wayline-findings.rules.js';

describe('what is found on a wayline when its plan changes', () => {
  it('carries on what the file itself said, and nothing that the plan decides', () => {
    const file = [finding('drawn_as_area', { templateType: 'mapping2d' }), finding('resources_dropped', { files: 2 })];
    const before = [
      finding('terrain_unknown'),
      ...file,
      setAside({ code: 'WAYLINE_LEAVES_VOLUME', legCount: 1, legs: [] }),
    ];
    expect(carriedFindings(before)).toEqual(file);
  });

  it.each([
    [{ code: 'WAYLINE_LEAVES_VOLUME', legCount: 3, legs: [] } as const, 3],
    [
      { code: 'WAYLINE_FOR_OTHER_DRONE', waylineDrone: 'DJI Mavic 3T', deviceDrone: 'DJI M30T' } as const,
      'DJI Mavic 3T',
    ],
    [{ code: 'WAYLINE_PAYLOAD_UNFIT', payload: 53, drone: 'DJI Mavic 3T' } as const, 53],
    [
      {
        code: 'WAYLINE_ENTERS_ZONE',
        zones: ['甲', '乙'].map((name) => ({ zoneId: name, name, rule: 'prohibited', authority: '', insideMetres: 1 })),
      } as const,
      '甲, 乙',
    ],
  ])('names why it is set aside: $code', (refusal, about) => {
    const found = setAside(refusal);
    expect(found).toEqual({ code: 'set_aside', weight: 'refusal', details: { reason: refusal.code, about } });
    expect(setAsideReason([finding('terrain_unknown'), found])).toBe(refusal.code);
    expect(setAsideReason([finding('terrain_unknown')])).toBeUndefined();
  });
});
