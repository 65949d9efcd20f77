import { expect, it } from '@jest/globals';
import { judgeMetadata } from '../metadata/claims.rules.js';
import { NO_TAGS } from '../metadata/raw-tags.js';
import { withAcquisition } from './acquired.rules.js';

const RECEIVED_AT = new Date('2026-03-02T00:00:00Z');

it('a declared time of acquisition is taken where the file says none', () => {
  const claims = withAcquisition(judgeMetadata(NO_TAGS, RECEIVED_AT), '2026-03-01T10:30:00+08:00');
  expect(claims.time).toMatchObject({
    reason: 'ONLY_USABLE_CLAIM',
    claim: { source: 'manual', at: '2026-03-01T02:30:00.000Z', zone: 'stated', offsetMinutes: 480, trust: 'low' },
  });
});

it('and stands beside what the file says otherwise', () => {
  const tags = { ...NO_TAGS, exif: { DateTimeOriginal: '2026:03:01 10:00:00' } };
  const claims = withAcquisition(judgeMetadata(tags, RECEIVED_AT), '2026-03-01T02:30:00Z');
  expect(claims.time?.claim.source).toBe('exif_time');
  expect(claims.times.map(({ source, offsetMinutes }) => [source, offsetMinutes]).at(-1)).toEqual(['manual', 0]);
  const bare = judgeMetadata(tags, RECEIVED_AT);
  expect(withAcquisition(bare, undefined)).toBe(bare);
});
