import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isBelow, multipartEtag, prefixOf, secretOf } from './object-key.rules.js';

const UNIT = '01990000-0000-7000-8000-000000000001';

describe('prefixes', () => {
  it('are of one unit and one holder', () => {
    expect(prefixOf({ unitId: UNIT, userId: 'u', deviceId: null })).toBe(`media/${UNIT}/people/u`);
    expect(prefixOf({ unitId: UNIT, userId: null, deviceId: 'd' })).toBe(`media/${UNIT}/devices/d`);
  });

  it.each([
    ['a/b/c', true],
    ['a/b/', false],
    ['a/b', false],
    ['a/bc', false],
    ['a', false],
    ['x/a/b/c', false],
  ])('%s lies below a/b: %s', (key, expected) => expect(isBelow(key, 'a/b')).toBe(expected));
});

describe('secrets', () => {
  it('are those of their key and of this installation', () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(secretOf(one, 'A')).toBe(secretOf(one, 'A'));
    expect(new Set([secretOf(one, 'A'), secretOf(one, 'B'), secretOf(other, 'A')]).size).toBe(3);
  });
});

describe('the tag of an object in parts', () => {
  it('is the md5 of their md5s, with their number', () => {
    const [a, b] = ['a', 'b'].map((text) => createHash('md5').update(text).digest());
    const joined = createHash('md5')
      .update(Buffer.concat([a ?? Buffer.of(), b ?? Buffer.of()]))
      .digest('hex');
    expect(multipartEtag([a?.toString('hex') ?? '', b?.toString('hex') ?? ''])).toBe(`${joined}-2`);
  });
});
