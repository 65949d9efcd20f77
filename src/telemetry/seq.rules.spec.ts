import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { seqOf } from './seq.rules.js';

describe('seqOf', () => {
  it('is the first 64 bits of sha256(topic ‖ payload) without the sign bit', () => {
    const hex = createHash('sha256').update('a/b{"x":1}').digest('hex').slice(0, 16);
    expect(seqOf('a/b', Buffer.from('{"x":1}'))).toBe(BigInt(`0x${hex}`) & 0x7fff_ffff_ffff_ffffn);
  });

  it('fits a signed bigint, is the same for a redelivery and differs by topic and by byte', () => {
    const payloads = Array.from({ length: 500 }, (_, index) => Buffer.from(`{"n":${index}}`));
    const numbers = payloads.map((payload) => seqOf('thing/product/A/osd', payload));
    expect(numbers.every((seq) => seq >= 0n && seq < 2n ** 63n)).toBe(true);
    expect(new Set(numbers).size).toBe(500);
    expect(seqOf('thing/product/A/osd', Buffer.from('{"n":7}'))).toBe(numbers[7]);
    expect(seqOf('thing/product/B/osd', Buffer.from('{"n":7}'))).not.toBe(numbers[7]);
  });
});
