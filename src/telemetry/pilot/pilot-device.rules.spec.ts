import { describe, expect, it } from '@jest/globals';
import { pilotDevice } from './pilot-device.rules.js';

const KNOWN = {
  serial: '1581F',
  assetCode: 'HB-UAV-0001',
  modelKey: '0-77-1',
  deviceClass: 'aircraft',
  isOnline: true,
  holder: null,
} as const;

describe('pilotDevice', () => {
  it('says the product in texts', () =>
    expect(pilotDevice(KNOWN).device_model).toEqual({ key: '0-77-1', domain: '0', type: '77', sub_type: '1' }));

  it.each([null, '', '0-77', 'x-1-1'])(
    'does not guess a product from %j, and has Pilot draw any aircraft',
    (modelKey) =>
      expect(pilotDevice({ ...KNOWN, modelKey })).toMatchObject({
        device_model: { key: '0-65535-0', domain: '0', type: '65535', sub_type: '0' },
        icon_urls: { normal_icon_url: expect.stringContaining('others') },
      }),
  );

  it.each([
    ['controller', '2'],
    ['dock', '3'],
    ['unknown', '2'],
  ] as const)('keeps an unknown %s apart from aircraft', (deviceClass, domain) =>
    expect(pilotDevice({ ...KNOWN, modelKey: null, deviceClass }).device_model.domain).toBe(domain),
  );

  it('names the holder, or nobody', () => {
    expect(pilotDevice({ ...KNOWN, holder: { id: 'u1', name: '李' } })).toMatchObject({
      user_id: 'u1',
      user_callsign: '李',
    });
    expect(pilotDevice(KNOWN)).toMatchObject({ user_id: '', user_callsign: '' });
  });
});
