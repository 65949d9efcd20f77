import { describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES, parseCommand } from './command-types.js';
import type { CommandType } from './command-types.js';

const ID = '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f';
const REASON = { reason: 'the county is out of reach' };
const ORDER = { orderId: ID };
const WORDING = { conclusionId: ID, version: 1, sha256: 'a'.repeat(64) };
const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [116, 38],
      [117, 38],
      [117, 39],
      [116, 38],
    ],
  ],
};
const SMALLEST: Readonly<Record<CommandType, Readonly<Record<string, unknown>>>> = {
  'participant.invite': { unitId: ID },
  'participant.join': {},
  'participant.leave': {},
  'participant.request': {},
  'participant.admit': { userId: ID },
  'participant.decline': { userId: ID },
  'participant.pullIn': { userId: ID },
  'participant.setRole': { userId: ID, role: 'expert' },
  'participant.remove': { userId: ID, ...REASON },
  'guest.invite': { name: 'Wang', organisation: 'institute', purpose: 'advice', expiresAt: '2026-03-01T10:00:00Z' },
  'guest.revoke': { guestId: ID },
  'command.decline': {},
  'command.assume': {},
  'session.open': {},
  'session.archive': {},
  'command.offer': { toUserId: ID },
  'command.accept': {},
  'command.takeOver': REASON,
  'order.issue': { orderId: ID, to: { userId: ID }, text: 'sample the outfall' },
  'order.delivered': ORDER,
  'order.seen': ORDER,
  'order.acknowledge': ORDER,
  'order.enRoute': ORDER,
  'order.onScene': ORDER,
  'order.submit': ORDER,
  'order.accept': ORDER,
  'order.return': { ...ORDER, ...REASON },
  'order.cancel': ORDER,
  'order.draft': { orderId: ID, to: { role: 'pilot' }, text: 'sample the outfall' },
  'order.reject': { ...ORDER, ...REASON },
  'order.receive': { seen: [ID] },
  'order.linkFlight': { ...ORDER, flightId: ID },
  'order.snooze': { ...ORDER, minutes: 10, ...REASON },
  'order.override': { ...ORDER, stop: true, ...REASON },
  'dispatch.confirm': {
    orderId: ID,
    deviceId: ID,
    userId: ID,
    capacity: 'pilot',
    during: { from: '2026-03-01T10:00:00Z', to: '2026-03-01T12:00:00Z' },
    text: 'sample the outfall',
    place: { lon: 116.5, lat: 37.9 },
  },
  'request.raise': { requestId: ID, kind: 'people', quantity: 1, text: 'two more samplers' },
  'request.meet': { requestId: ID, quantity: 1, remark: 'by the county' },
  'request.cancel': { requestId: ID, ...REASON },
  'chat.say': { text: 'arrived' },
  'map.put': { featureId: ID, geometry: { type: 'Point', coordinates: [116.9, 38.1] } },
  'map.remove': { featureId: ID },
  'map.restore': { featureId: ID },
  'chat.promote': { seq: 3 },
  'log.note': { text: '电话联系', happenedAt: '2026-03-01T10:03:00+08:00' },
  'show.request': { requestId: ID, userId: ID, purpose: 'the outfall' },
  'show.consent': { requestId: ID, accept: true },
  'show.stop': { requestId: ID },
  'photo.request': { requestId: ID, userId: ID, purpose: 'the outfall' },
  'photo.taken': { requestId: ID, evidenceId: ID },
  'still.promote': { requestId: ID },
  'agenda.set': { items: [{ itemId: ID, title: 'the outfall' }] },
  'agenda.advance': {},
  'material.add': { materialId: ID, title: 'the report', text: 'pH 3' },
  'expert.invite': { expertId: ID, purpose: 'advice', expiresAt: '2026-03-01T10:00:00Z' },
  'conclusion.draft': { conclusionId: ID, text: 'the plant discharges' },
  'conclusion.sign': WORDING,
  'conclusion.dissent': { ...WORDING, ...REASON },
  'conclusion.settle': WORDING,
  'sector.put': { sectorId: ID, name: 'north bank', polygon: SQUARE, unitId: ID },
  'sector.remove': { sectorId: ID },
  'lead.name': { unitId: ID },
  'sector.report': { sectorId: ID, status: 'under_way' },
  'session.suspend': {},
  'session.resume': {},
  'session.close': {},
  'session.reopen': REASON,
};

const parse = (type: string, payload: unknown, more: object = {}) =>
  parseCommand({ cmdId: ID, sessionId: ID, epoch: 1, type, v: 1, payload, ...more });
const put = (geometry: unknown) => parse('map.put', { featureId: ID, geometry }).ok;
const issue = (more: object) => parse('order.issue', { ...SMALLEST['order.issue'], ...more }).ok;

describe('every command type', () => {
  it.each(COMMAND_TYPES)('%s takes its smallest payload and no stranger in it', (type) => {
    expect(parse(type, SMALLEST[type])).toMatchObject({ ok: true, command: { type, payload: SMALLEST[type] } });
    expect(parse(type, { ...SMALLEST[type], surprise: 1 })).toMatchObject({ ok: false, code: 'VALIDATION_FAILED' });
    expect(parse(type, null).ok).toBe(false);
  });
});

describe('the envelope', () => {
  it('has its ids in the spelling of the database, also inside the payload', () => {
    const userIds = [ID.toUpperCase()];
    const parsed = parse('chat.say', { text: 'x', audience: { kind: 'DIRECT', userIds } }, { cmdId: ID.toUpperCase() });
    expect(parsed).toMatchObject({ command: { cmdId: ID, payload: { audience: { userIds: [ID] } } } });
  });

  it('names an unknown type as such', () => {
    expect(parse('order.explode', {})).toMatchObject({ ok: false, code: 'UNKNOWN_COMMAND' });
  });

  it.each([
    ['another version', { v: 2 }],
    ['a cmdId that is no UUID', { cmdId: 'one' }],
    ['a fractional epoch', { epoch: 1.5 }],
    ['a time without zone', { occurredAt: '2026-03-01T10:00:00' }],
    ['a time off any calendar', { occurredAt: '0000-01-01T00:00:00Z' }],
    ['a stranger', { room: 'everyone' }],
  ])('refuses %s', (_, more) => {
    expect(parse('chat.say', { text: 'x' }, more)).toMatchObject({ ok: false, code: 'VALIDATION_FAILED' });
  });

  it('needs no epoch and may carry its own time', () => {
    expect(parse('chat.say', { text: 'x' }, { epoch: undefined, occurredAt: '2026-03-01T10:00:00+08:00' }).ok).toBe(
      true,
    );
  });

  it.each([undefined, null, 7, 'cmd', [], {}])('refuses %p', (input) => {
    expect(parseCommand(input).ok).toBe(false);
  });

  it('says where', () => {
    expect(parse('chat.say', { text: '' })).toMatchObject({ issues: [{ path: 'payload.text' }] });
  });
});

describe('text', () => {
  it('is kept as typed, markup included', () => {
    const text = ' <img src=x onerror=alert(1)> &amp; 现场\n已到 😀';
    expect(parse('chat.say', { text })).toMatchObject({ ok: true, command: { payload: { text } } });
  });

  it.each([
    ['blank', ' \n\t'],
    ['with NUL', 'a\0b'],
    ['with half a character', 'a\ud83d'],
    ['too long', 'x'.repeat(4_001)],
  ])('is refused %s', (_, text) => {
    expect(parse('chat.say', { text }).ok).toBe(false);
  });
});

describe('order.issue', () => {
  it('goes to exactly one of person, unit, device, role, or names a draft', () => {
    expect(issue({ to: { deviceId: ID } })).toBe(true);
    expect(issue({ to: { role: 'pilot' } })).toBe(true);
    expect(issue({ to: { role: 'commander' } })).toBe(false);
    expect(parse('order.issue', ORDER).ok).toBe(true);
    expect(parse('order.issue', { ...ORDER, text: 'no addressee' }).ok).toBe(false);
    expect(parse('order.draft', ORDER).ok).toBe(false);
    expect(issue({ to: {} })).toBe(false);
    expect(issue({ to: { userId: ID, unitId: ID } })).toBe(false);
  });

  it.each(['9999-12-31T23:59:59-12:00', '0000-01-01T00:00:00Z'])('has no deadline at %s', (ackDueAt) => {
    expect(issue({ ackDueAt })).toBe(false);
    expect(issue({ doneDueAt: ackDueAt })).toBe(false);
  });

  it('has a place on earth and deadlines in their order', () => {
    expect(issue({ place: { lon: 116.5, lat: 37.9 } })).toBe(true);
    expect(issue({ place: { lon: 116.5, lat: 97.9 } })).toBe(false);
    expect(issue({ ackDueAt: '2026-03-01T10:00:00Z', doneDueAt: '2026-03-01T12:00:00Z' })).toBe(true);
    expect(issue({ ackDueAt: '2026-03-01T13:00:00Z', doneDueAt: '2026-03-01T12:00:00Z' })).toBe(false);
    expect(issue({ ackDueAt: '2026-03-01T13:00:00Z', arriveDueAt: '2026-03-01T12:00:00Z' })).toBe(false);
    expect(issue({ arriveDueAt: '2026-03-01T13:00:00Z', doneDueAt: '2026-03-01T12:00:00Z' })).toBe(false);
  });

  it('expires only when it says by when', () => {
    expect(issue({ expires: true })).toBe(false);
    expect(issue({ expires: true, ackDueAt: '2026-03-01T10:00:00Z' })).toBe(true);
    expect(issue({ priority: 'flash' })).toBe(true);
    expect(issue({ priority: 'now' })).toBe(false);
  });
});

describe('order.receive', () => {
  const many = (count: number) => Array.from({ length: count }, () => ID);
  it.each([
    ['none', {}, false],
    ['empty lists', { delivered: [], seen: [] }, false],
    ['100 together', { delivered: many(40), seen: many(60) }, true],
    ['101 together', { delivered: many(41), seen: many(60) }, false],
  ])('takes up to 100 receipts: %s', (_, payload, ok) => {
    expect(parse('order.receive', payload).ok).toBe(ok);
  });
});

describe('map.put', () => {
  const ring = [
    [116, 38],
    [117, 38],
    [117, 39],
    [116, 38],
  ];
  it('takes points, lines and polygons, with or without height', () => {
    expect(put({ type: 'Point', coordinates: [116, 38, 12.5] })).toBe(true);
    expect(put({ type: 'LineString', coordinates: ring })).toBe(true);
    expect(put({ type: 'Polygon', coordinates: [ring] })).toBe(true);
  });

  it.each([
    ['an open ring', { type: 'Polygon', coordinates: [ring.slice(0, 3)] }],
    ['a ring that does not close', { type: 'Polygon', coordinates: [[...ring.slice(0, 3), [116, 39]]] }],
    ['no ring', { type: 'Polygon', coordinates: [] }],
    ['a line of one point', { type: 'LineString', coordinates: [[116, 38]] }],
    ['a longitude of 200', { type: 'Point', coordinates: [200, 38] }],
    ['a position of four numbers', { type: 'Point', coordinates: [116, 38, 1, 2] }],
    ['a collection', { type: 'GeometryCollection', geometries: [] }],
    ['a feature', { type: 'Feature', geometry: null }],
    ['too many positions', { type: 'LineString', coordinates: Array.from({ length: 1_001 }, () => [116, 38]) }],
    [
      'too many in all rings',
      { type: 'Polygon', coordinates: Array.from({ length: 11 }, () => Array.from({ length: 100 }, () => [1, 1])) },
    ],
  ])('refuses %s', (_, geometry) => {
    expect(put(geometry)).toBe(false);
  });

  it('refuses a million positions quickly', () => {
    const coordinates = Array.from({ length: 1_000_000 }, () => [116, 38]);
    const started = performance.now();
    const { ok } = parse('map.put', { featureId: ID, geometry: { type: 'LineString', coordinates } });
    expect(ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('chat.say', () => {
  it('may be meant for a tier and up, the own unit or named people', () => {
    expect(parse('chat.say', { text: 'x', audience: { kind: 'TIER_AND_UP', tier: 'city' } }).ok).toBe(true);
    expect(parse('chat.say', { text: 'x', audience: { kind: 'ORG' } }).ok).toBe(true);
    expect(parse('chat.say', { text: 'x', audience: { kind: 'DIRECT', userIds: [ID] } }).ok).toBe(true);
    expect(parse('chat.say', { text: 'x', audience: { kind: 'DIRECT', userIds: [] } }).ok).toBe(false);
  });
});
