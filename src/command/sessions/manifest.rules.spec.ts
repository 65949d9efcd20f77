import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { manifestDigest, manifestOf } from './manifest.rules.js';

const HASHES = ['aa'.repeat(32), 'bb'.repeat(32)];

describe('the manifest of a closed session', () => {
  it('counts the events, names the last hash and digests the list as anyone can', () => {
    const list = `["${HASHES[0]}","${HASHES[1]}"]`;
    expect(manifestOf('s', HASHES)).toEqual({
      sessionId: 's',
      events: 2,
      head: HASHES[1],
      hashesSha256: createHash('sha256').update(list).digest('hex'),
    });
  });

  it('is another one when an event is missing, changed or belongs elsewhere', () => {
    const digests = [
      manifestOf('s', HASHES),
      manifestOf('s', HASHES.slice(1)),
      manifestOf('s', HASHES.toReversed()),
      manifestOf('t', HASHES),
    ].map((manifest) => manifestDigest(manifest).toString('hex'));
    expect(new Set(digests).size).toBe(4);
    expect(manifestDigest(manifestOf('s', HASHES)).toString('hex')).toBe(digests[0]);
  });
});
