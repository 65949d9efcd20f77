import { describe, expect, it } from '@jest/globals';
import { isSuspect, keyOfCardFile, kindOnCard } from './card.rules.js';

const MEGABYTE = 1024 * 1024;

describe('a file on a card', () => {
  it.each([
    ['image/jpeg', false, 'photo'],
    ['image/svg+xml', false, 'other'],
    ['video/mp4', false, 'video'],
    ['audio/wav', false, 'audio'],
    ['application/pdf', false, 'document'],
    ['text/plain', true, 'track'],
    ['text/plain', false, 'other'],
    ['application/zip', false, 'other'],
    ['application/octet-stream', false, 'other'],
  ])('%s is kept by its bytes', (mediaType, holdsTrack, kind) => {
    expect(kindOnCard(mediaType, holdsTrack)).toBe(kind);
  });

  it.each([
    [100 * MEGABYTE, 100 * 1024, true],
    [100 * MEGABYTE, 90 * MEGABYTE, false],
    [16 * MEGABYTE, 10, false],
    [17 * MEGABYTE, 0, true],
  ])('of %d bytes from %d is suspect: %s', (sizeBytes, packedBytes, suspect) => {
    expect(isSuspect({ sizeBytes, packedBytes })).toBe(suspect);
  });

  it('has a key of its intake and path', () => {
    const key = keyOfCardFile('a', 'b');
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOfCardFile('a', 'b')).toBe(key);
    expect(keyOfCardFile('a', 'c')).not.toBe(key);
  });
});
