import { describe, expect, it } from '@jest/globals';
import { matchOf } from './listed-items.rules.js';

const listed = {
  sha256: 'a',
  sm3: 'b',
  sizeBytes: 3,
  fileName: 'DJI_0001.JPG',
  itemClass: '照片',
  format: 'JPEG',
  note: null,
};
const item = { id: 'i', sha256: 'a', sm3: 'b', sizeBytes: 3, fileName: 'another.jpg' };

describe('an item of a list', () => {
  it('is here by its digest, under whatever name, as often as it came in', () => {
    expect(matchOf(listed, [item, { ...item, id: 'j' }])).toEqual({
      state: 'here',
      evidenceIds: ['i', 'j'],
      mismatches: [],
    });
    expect(matchOf({ ...listed, sm3: null, sizeBytes: null }, [item]).state).toBe('here');
  });

  it('is not here yet', () => {
    expect(matchOf(listed, []).state).toBe('not_here');
    expect(matchOf(listed, [{ ...item, sha256: 'z' }]).state).toBe('not_here');
  });

  it('does not match where the other digest or the size differs, and each is named', () => {
    expect(matchOf(listed, [{ ...item, sm3: 'x', sizeBytes: 4 }])).toMatchObject({
      state: 'mismatch',
      mismatches: ['sm3', 'size'],
    });
  });

  it('does not match a file of its name with other bytes, and says so', () => {
    const altered = { ...item, sha256: 'z', fileName: listed.fileName };
    expect(matchOf(listed, [altered])).toEqual({
      state: 'mismatch',
      evidenceIds: ['i'],
      mismatches: ['other_bytes_under_this_name'],
    });
    expect(matchOf(listed, [altered, { ...item, id: 'j' }])).toMatchObject({ state: 'here', evidenceIds: ['j'] });
  });
});
