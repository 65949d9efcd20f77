import { describe, expect, it } from '@jest/globals';
import { CUSTODY_EVENTS } from '../evidence.codes.js';
import { EMPTY_METADATA } from '../retention/tombstone.js';
import { type CustodyReport, custodyPaper } from './custody.paper.js';

const at = '2026-11-28T02:00:00.000Z';
const printedAt = new Date('2026-11-28T08:00:00Z');
const report: CustodyReport = {
  item: {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    kind: 'photo',
    state: 'received',
    title: null,
    fileName: 'DJI_0001.JPG',
    sha256: 'a'.repeat(64),
    sha256Declared: false,
    unitId: '01890a5d-ac96-774b-bcce-b302099a8058',
    deviceId: null,
    deviceFoundBy: null,
    declaredDeviceId: null,
    flightId: null,
    uploadedBy: null,
    uploaderDeviceId: null,
    uploader: { name: '张三' },
    idempotencyKey: null,
    collectors: [],
    receivedAt: new Date(at),
    capturedAt: null,
    capturedSource: null,
    lon: null,
    lat: null,
    positionSource: null,
    place: null,
    adcode: null,
    flags: [],
    metadata: EMPTY_METADATA,
  },
  blob: {
    sha256: 'a'.repeat(64),
    sm3: 'b'.repeat(64),
    sizeBytes: 67_555,
    mediaType: 'image/jpeg',
    place: 'originals',
    storedAt: new Date(at),
  },
  unitName: '东光县人民检察院',
  from: new Date('2026-11-01T00:00:00Z'),
  to: undefined,
  events: [],
  madeBy: '李四',
};
const event = (kind: (typeof CUSTODY_EVENTS)[number], details: Record<string, unknown> = {}) => ({
  id: '01890a5d-ac96-774b-bcce-b302099a8059',
  event: kind,
  at,
  actor: { kind: 'user', id: 'x', name: '张三' },
  details,
});
const table = (events: CustodyReport['events'], language: 'zh' | 'en' = 'zh') =>
  custodyPaper({ ...report, events }, language, printedAt).blocks.find(({ kind }) => kind === 'table');

describe('the custody log on paper', () => {
  it('says which bytes, and for which period', () => {
    const facts = JSON.stringify(custodyPaper(report, 'zh', printedAt).blocks[0]);
    for (const told of ['a'.repeat(64), 'b'.repeat(64), '67555 字节', '照片', '2026-11-01 08:00 — 至打印时', '李四'])
      expect(facts).toContain(told);
  });

  it.each(['zh', 'en'] as const)('has a word of its own for every kind of event (%s)', (language) => {
    const block = table(
      CUSTODY_EVENTS.map((kind) => event(kind)),
      language,
    );
    const words = block?.kind === 'table' ? block.rows.map(([, , word]) => word) : [];
    expect(new Set(words).size).toBe(CUSTODY_EVENTS.length);
    expect(words).not.toContain('');
  });

  it.each([
    [event('viewed', { of: 'item' }), '证据页面'],
    [event('checked', { outcome: 'changed' }), '已改变'],
    [
      event('attached', { caseNumber: '冀检公益诉〔2026〕1号', purpose: '证明排污' }),
      '冀检公益诉〔2026〕1号；证明排污',
    ],
    [event('held', { reason: '再审申请', holdId: 'not shown' }), '再审申请'],
    [event('attached', { redacted: true }), '内容不予显示'],
    [event('exported', { what: 'something new' }), 'something new'],
  ])('tells details', (one, told) => {
    expect(table([one])).toMatchObject({
      rows: [[expect.anything(), expect.anything(), expect.anything(), '张三', told]],
    });
  });

  it('names the system as what it is', () => {
    const own = { ...event('checked'), actor: { kind: 'system', id: 'system', name: 'Skydocket' } };
    expect(table([own])).toMatchObject({ rows: [['1', '2026-11-28 10:00', '完整性校验', '系统', '']] });
  });
});
