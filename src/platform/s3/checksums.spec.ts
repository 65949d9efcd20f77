import { describe, expect, it } from '@jest/globals';
import { CHECKSUM_HEADERS, checksumFor } from './checksums.js';

/** The check values of the catalogue of CRC algorithms, and of FIPS 180-4 and RFC 1321 tools, for "123456789". */
const KNOWN: Readonly<Record<string, string>> = {
  'content-md5': '25f9e794323b453885f5181f1b624d0b',
  'x-amz-checksum-sha1': 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  'x-amz-checksum-sha256': '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
  'x-amz-checksum-crc32': 'cbf43926',
  'x-amz-checksum-crc32c': 'e3069283',
  'x-amz-checksum-crc64nvme': 'ae8b14860a799888',
};

describe('checksums', () => {
  it.each(CHECKSUM_HEADERS)('%s has its published value, in any pieces', (header) => {
    const whole = checksumFor(header);
    const pieces = checksumFor(header);
    whole?.update(Buffer.from('123456789'));
    for (const digit of '123456789') pieces?.update(Buffer.from(digit));
    const expected = Buffer.from(KNOWN[header] ?? '', 'hex').toString('base64');
    expect([whole?.base64(), pieces?.base64()]).toEqual([expected, expected]);
  });

  it('are none for other names', () => {
    expect([checksumFor('x-amz-checksum-md9'), checksumFor('toString')]).toEqual([undefined, undefined]);
  });
});
