import { describe, expect, it } from '@jest/globals';
import { captureNameOf, captureScopeOf } from './capture-name.rules.js';

describe('a file name', () => {
  it.each([
    ['DJI_20260101120000_0001_T.JPG', 'DJI_20260101120000_0001', 'thermal', true],
    ['dji_20260101120000_0001_w.jpg', 'DJI_20260101120000_0001', 'wide', true],
    ['DJI_20260101120000_0001_Z.JPG', 'DJI_20260101120000_0001', 'zoom', true],
    ['DJI_20260101120000_0001_V.MP4', 'DJI_20260101120000_0001', 'visible', true],
    ['DJI_20260101120000_0001_V.SRT', 'DJI_20260101120000_0001', 'subtitles', true],
    ['DJI_0007.MP4', 'DJI_0007', 'main', false],
    ['DJI_0007.LRF', 'DJI_0007', 'proxy', false],
    ['DJI_202601011200_001_canal_Timestamp.MRK', 'DJI_202601011200_001_CANAL', 'timestamps', true],
    ['DJI_202601011200_001_canal_PPKNAV.nav', 'DJI_202601011200_001_CANAL', 'navigation', true],
    ['DJI_202601011200_001_canal_PPKOBS.obs', 'DJI_202601011200_001_CANAL', 'observations', true],
    ['DJI_202601011200_001_canal_PPKRAW.RTK', 'DJI_202601011200_001_CANAL', 'corrections', true],
    ['100_0001_Rinex.obs', '100_0001', 'observations', false],
  ])('%s', (name, stem, role, isTimed) => {
    expect(captureNameOf(name)).toEqual({ stem, role, isTimed });
  });

  it.each(['IMG_0001.JPG', 'DJI_0001_T', 'DJI_.JPG', '.MRK', 'notes.srt', ''])('%s belongs to no set', (name) => {
    expect(captureNameOf(name)).toBeUndefined();
  });
});

describe('where equal names mean one capture', () => {
  const timed = { stem: 'A', role: 'main', isTimed: true } as const;
  const loose = { from: null, unitId: 'u', caseId: null, deviceId: 'd' };

  it('is the folder of a card, whatever the device', () => {
    const from = { intakeId: 'i', path: 'DCIM/100/a.jpg' };
    expect(captureScopeOf({ ...loose, from }, { ...timed, isTimed: false })).toBe('intake i DCIM/100');
    expect(captureScopeOf({ ...loose, from, deviceId: null }, timed)).toBe('intake i DCIM/100');
  });

  it('is unit, case and device for names with a time, and nothing for others', () => {
    expect(captureScopeOf(loose, timed)).toBe('unit u case - device d');
    expect(captureScopeOf(loose, { ...timed, isTimed: false })).toBeUndefined();
  });
});
