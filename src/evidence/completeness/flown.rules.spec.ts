import { describe, expect, it } from '@jest/globals';
import { type ClaimedFile, setAside, sortFiles } from './flown.rules.js';

const flown = {
  during: { from: new Date('2026-03-01T02:00:00Z'), to: new Date('2026-03-01T02:30:00Z') },
  pilotId: 'pilot',
  serial: '1581F5',
};
const file = (over: Partial<ClaimedFile>): ClaimedFile => ({
  fileName: 'DJI_0001.JPG',
  capturedAt: new Date('2026-03-01T02:10:00Z'),
  make: 'DJI',
  droneSerial: '1581f5',
  uploadedBy: 'officer',
  byDevice: false,
  ...over,
});
const silent = { make: null, droneSerial: null };

describe('a file that names a flight', () => {
  it.each([
    ['names its aircraft, however spelled', file({})],
    ['is of a camera that flies and names none', file({ droneSerial: null })],
    ['came from the device by itself', file({ ...silent, uploadedBy: null, byDevice: true })],
    ['was brought in by the pilot', file({ ...silent, uploadedBy: 'pilot' })],
    ['was taken in its first moment', file({ capturedAt: flown.during.from })],
  ])('counts where it %s', (_, one) => expect(setAside(one, flown)).toBeNull());

  it.each([
    ['outside_period', file({ capturedAt: flown.during.to })],
    ['outside_period', file({ capturedAt: new Date('2026-03-01T01:59:59Z') })],
    ['outside_period', file({ capturedAt: null })],
    ['other_device', file({ droneSerial: 'ANOTHER' })],
    ['other_device', file({ droneSerial: null, make: 'Apple' })],
    ['says_nothing', file(silent)],
    ['says_nothing', file({ ...silent, uploadedBy: null })],
  ] as const)('is set aside: %s', (reason, one) => expect(setAside(one, flown)).toBe(reason));

  it('is held against its maker alone where the serial of the aircraft is unknown', () => {
    expect(setAside(file({ droneSerial: 'ANY' }), { ...flown, serial: null })).toBeNull();
    expect(setAside(file(silent), { ...flown, pilotId: null })).toBe('says_nothing');
  });

  it('is counted by its reason', () => {
    const files = [file({}), file({ capturedAt: null }), file({ capturedAt: null }), file(silent)];
    expect(sortFiles(files, flown)).toEqual({
      counted: [files[0]],
      aside: [
        { reason: 'outside_period', files: 2 },
        { reason: 'says_nothing', files: 1 },
      ],
    });
  });
});
