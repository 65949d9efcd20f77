import { describe, expect, it } from '@jest/globals';
import { zipped } from '../../platform/index.js';
import { hasSecondForm } from './second-form.rules.js';

const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');

describe('a second form', () => {
  it('is an archive at the end of a picture', async () => {
    const archive = await zipped({ 'a.txt': 'a' }, new Date('2026-03-01T00:00:00Z'));
    expect(hasSecondForm(JPEG, Buffer.concat([JPEG, archive]))).toBe(true);
    expect(hasSecondForm(JPEG, JPEG)).toBe(false);
  });

  it.each([
    ['a page behind it', '<html><script>alert(1)</script>', true],
    ['a page spelt loudly', '<SCRIPT >', true],
    ['an XMP packet', '<x:xmpmeta xmlns:x="adobe:ns:meta/">', false],
    ['an archive’s mark without its directory', 'PK\u0005\u0006', false],
    ['an archive’s mark and a wrong length', `PK\u0005\u0006${'x'.repeat(40)}`, false],
  ])('%s', (_, more, expected) => {
    expect(hasSecondForm(JPEG, Buffer.concat([JPEG, Buffer.from(more)]))).toBe(expected);
  });
});
