import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { isCodeOf, recordDigest, shortCode, type SignedText } from './record-digest.rules.js';
import type { SiteRecordContent } from './site-record.types.js';

/** As a team in the field writes one. */
const content: SiteRecordContent = {
  cause: '南运河东光段非法排污公益诉讼案',
  subject: '东光县某化工厂北侧排污口',
  substance: '对排污口外观、排水颜色及周边岸坡进行拍照、航拍',
  period: { from: '2026-03-01T01:00:00.000Z', to: '2026-03-01T02:30:00.000Z' },
  place: { words: '东光县连镇镇南运河右岸', position: { lon: 116.5423, lat: 37.8861 } },
  method: '无人机航拍、手持相机拍照',
  course: '九时到达现场，出示证件，告知权利后开始拍摄。',
  source: null,
  result: null,
  leaderId: null,
  collectorIds: [],
  present: [{ name: '王建国', capacity: '村民委员会主任', organisation: '连镇镇' }],
  means: ['drone', 'camera'],
  sketch: null,
  items: [],
};

const signed: SignedText = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  kind: 'site_record',
  caseId: '01890a5d-ac96-774b-bcce-b302099a8058',
  correctsId: null,
  content,
};

describe('the digest of a record', () => {
  it('is the same whatever the order of its members, and another for every change', () => {
    const reordered = Object.fromEntries(
      Object.entries(signed.content).toReversed(),
    ) as unknown as typeof signed.content;
    expect(recordDigest({ ...signed, content: reordered })).toBe(recordDigest(signed));
    const others = [
      { ...signed, id: signed.caseId },
      { ...signed, kind: 'collection_list' as const },
      { ...signed, correctsId: signed.caseId },
      ...Object.keys(signed.content).map((name) => ({ ...signed, content: { ...signed.content, [name]: 'x' } })),
    ];
    const digests = others.map((other) => recordDigest(other as SignedText));
    expect(new Set([recordDigest(signed), ...digests]).size).toBe(others.length + 1);
  });
});

describe('the short code', () => {
  it('is the start of the base32 of the digest, as coreutils writes it', () => {
    const digest = recordDigest(signed);
    const base32 = execFileSync('base32', { input: Buffer.from(digest, 'hex'), encoding: 'utf8' });
    expect(shortCode(digest).replaceAll('-', '')).toBe(base32.slice(0, 16));
    expect(shortCode(digest)).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  });

  it('is known again however it was typed, and no other is', () => {
    const digest = recordDigest(signed);
    expect(isCodeOf(shortCode(digest).toLowerCase().replaceAll('-', ' '), digest)).toBe(true);
    expect(isCodeOf(shortCode(digest).slice(1), digest)).toBe(false);
    expect(isCodeOf('', digest)).toBe(false);
  });
});
