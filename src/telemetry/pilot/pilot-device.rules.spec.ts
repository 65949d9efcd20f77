import { describe, expect, it } from '@jest/globals';
import { pilotDevice } from './pilot-device.rules.js';

const KNOWN = { serial: '1581F', assetCode: 'HB-UAV-0001', modelKey: '0-77-1', isOnline: true, holder: null };

describe('pilotDevice', () => {
  it('says the product in texts', () =>
    expect(pilotDevice(KNOWN).device_model).toEqual({ key: '0-77-1', domain: '0', type: '77', sub_type: '1' }));

  it.each([null, '', '0-77', 'x-1-1'])('does not guess a product from %j', (modelKey) =>
    expect(pilotDevice({ ...KNOWN, modelKey }).device_model).toBeNull(),
  );

  it('names the holder, or nobody', () => {
    expect(pilotDevice({ ...KNOWN, holder: { id: 'u1', name: '李' } })).toMatchObject({
      user_id: 'u1',
      user_callsign: '李',
    });
    expect(pilotDevice(KNOWN)).toMatchObject({ user_id: '', user_callsign: '' });
  });
});
