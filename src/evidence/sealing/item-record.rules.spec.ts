import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { itemRecord, type SealedParts } from './item-record.rules.js';

const AT = new Date('2026-03-01T02:00:00Z');

const parts = (over: Partial<EvidenceItem> = {}): SealedParts => ({
  item: {
    id: 'item',
    kind: 'photo',
    state: 'received',
    title: '排污口',
    sha256: 'a',
    idempotencyKey: 'key of the client',
    capturedAt: AT,
    ...over,
  } as EvidenceItem,
  blob: { sha256: 'a', sm3: 'b', sizeBytes: 3, mediaType: 'image/jpeg' } as SealedParts['blob'],
  claims: [],
  attachments: [],
  links: [],
  corroboration: null,
  records: [{ id: 'record', digest: 'd' }],
});

describe('the record of an item', () => {
  it('holds what it says and the digests of its bytes, as canonical JSON under its own digest', () => {
    const { text, sha256 } = itemRecord(parts());
    expect(text.startsWith('{"bytes":{"mediaType":"image/jpeg","sha256":"a","sizeBytes":3,"sm3":"b"}')).toBe(true);
    expect(text).toContain('"capturedAt":"2026-03-01T02:00:00.000Z"');
    expect(createHash('sha256').update(text, 'utf8').digest('hex')).toBe(sha256);
  });

  it('is another for any change, and the same for what does not belong to it', () => {
    const { sha256 } = itemRecord(parts());
    expect(itemRecord(parts({ title: '别的' })).sha256).not.toBe(sha256);
    expect(itemRecord(parts({ capturedAt: null })).sha256).not.toBe(sha256);
    expect(itemRecord({ ...parts(), records: [] }).sha256).not.toBe(sha256);
    expect(itemRecord(parts({ idempotencyKey: null, state: 'sealed' })).sha256).toBe(sha256);
  });
});
