import { describe, expect, it } from '@jest/globals';
import { DOCUMENT_KINDS } from '../../equipment.codes.js';
import { shownKinds } from './document.rules.js';

describe('the papers of a device', () => {
  it('are all for its owner', () => {
    expect(shownKinds(DOCUMENT_KINDS, { isOwner: true, isParty: true })).toEqual([...DOCUMENT_KINDS]);
    expect(shownKinds(DOCUMENT_KINDS, { isOwner: true, isParty: false })).toEqual([...DOCUMENT_KINDS]);
  });

  it('are for the holder but for the invoice', () => {
    expect(shownKinds(DOCUMENT_KINDS, { isOwner: false, isParty: true })).toEqual([
      'photo',
      'manual',
      'certificate',
      'insurance',
      'registration',
      'other',
    ]);
  });

  it('are for everybody as far as they help to choose a device', () => {
    expect(shownKinds(DOCUMENT_KINDS, { isOwner: false, isParty: false })).toEqual(['photo', 'manual', 'certificate']);
  });
});
