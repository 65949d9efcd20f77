import { describe, expect, it } from '@jest/globals';
import { codeInScan, fitsSymbology } from './barcode.rules.js';

describe('a barcode', () => {
  it.each([
    ['ean13', '4006381333931', true],
    ['ean13', '4006381333930', false],
    ['ean13', '400638133393', false],
    ['ean13', '40063813339A1', false],
    ['code39', 'HB-001 $/+%.', true],
    ['code39', 'hb-001', false],
    ['code128', 'hb~001', true],
    ['code128', '设备001', false],
    ['qr', '设备001', true],
    ['datamatrix', 'anything at all', true],
    ['unknown', '设备', true],
  ] as const)('%s %s fits: %s', (symbology, value, fits) => {
    expect(fitsSymbology(symbology, value)).toBe(fits);
  });
});

describe('the code in a scan', () => {
  it.each([
    ['  HB-UAV-0007 ', 'HB-UAV-0007'],
    ['https://skydocket.example/d/HB-UAV-0007', 'HB-UAV-0007'],
    ['http://10.0.0.5:8080/base/d/HB-UAV-0007?x=1', 'HB-UAV-0007'],
    ['https://skydocket.example/d/HB%2D1', 'HB-1'],
    ['https://maker.example/product/12', 'https://maker.example/product/12'],
    ['https://skydocket.example/d/%E0%A4%A', 'https://skydocket.example/d/%E0%A4%A'],
    ['https://', 'https://'],
    ['http://10.0.0.5:3000/sky/d/HB%2DUAV-0001/?from=label', 'HB-UAV-0001'],
    ['  hb-uav-0001\n', 'hb-uav-0001'],
    ['https://skydocket.example/d/tz-0000-0000', 'TZ-0000-0000'],
    [' tz-ooo0-0000', 'TZ-0000-0000'],
    ['tz-0000-0001', 'tz-0000-0001'],
    ['4006381333931', '4006381333931'],
  ])('%j is %j', (scanned, code) => {
    expect(codeInScan(scanned)).toBe(code);
  });
});
