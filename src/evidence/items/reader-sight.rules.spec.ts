import { describe, expect, it } from '@jest/globals';
import { isOfItsParty } from './reader-sight.rules.js';

const within = (unitId: string, ancestorId: string): boolean => unitId === ancestorId || ancestorId === 'city';
const upload = { uploadedBy: 'officer', uploaderUnitId: 'county', attachments: [{ caseId: 'river' }] };
const party = { unitId: 'elsewhere', holderUserId: 'pilot', caseId: null };

describe('an item', () => {
  it.each([
    ['by the holder', upload, { ...party, holderUserId: 'officer' }],
    ['by the holder’s unit', upload, { ...party, unitId: 'county' }],
    ['by a unit above the holder’s', { ...upload, uploaderUnitId: 'city' }, party],
    ['for the case the device was out for', upload, { ...party, caseId: 'river' }],
  ])('brought in %s is of the device’s party', (_, broughtIn, of) => {
    expect(isOfItsParty(broughtIn, of, within)).toBe(true);
  });

  it.each([
    ['by strangers', upload, party],
    ['for another case', upload, { ...party, caseId: 'forest' }],
    ['for no case, like the device', { ...upload, attachments: [] }, party],
    ['by a device that nobody held', { ...upload, uploadedBy: null }, { ...party, holderUserId: null }],
  ])('brought in %s is not', (_, broughtIn, of) => expect(isOfItsParty(broughtIn, of, within)).toBe(false));
});
