import { describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES } from '../commands/command-types.js';
import { linksOf, placeIn } from './event-links.rules.js';
import { wordsOf } from './event-words.rules.js';
import { EVENT_TEMPLATES } from './record.words.js';

/** What the service itself enters. */
const SERVICE_TYPES = [
  'session.opened',
  'session.scheduled',
  'command.offerExpired',
  'guest.entered',
  'participant.online',
  'participant.offline',
  'show.over',
  'sitrep.issued',
];

const NAMES = new Map([
  ['u1', '李某'],
  ['unit1', '东光县人民检察院'],
]);
const say = (type: string, payload: Record<string, unknown> = {}) => wordsOf({ type, payload }, NAMES);

describe('an event in words', () => {
  it('of a type that nobody has words for is told by its name', () => {
    expect(say('moon.phase')).toEqual({ zh: '其他事项（moon.phase）', en: 'another event (moon.phase)' });
  });

  it.each([...COMMAND_TYPES, ...SERVICE_TYPES])('has a sentence of its own: %s', (type) => {
    const { zh, en } = say(type);
    // What nobody has words for is told by the name of its type.
    expect(zh).not.toContain(type);
    expect(en).not.toContain(type);
  });

  it.each(Object.keys(EVENT_TEMPLATES))('reads well with nothing but its type: %s', (type) => {
    const { zh, en } = say(type);
    for (const text of [zh, en]) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/undefined|null|NaN|\[object|[{}[\]]/);
    }
  });

  it('names who is meant, in both languages', () => {
    expect(say('order.issue', { to: { unitId: 'unit1' }, text: '取样', ackDueAt: '2026-09-01T02:03:00Z' })).toEqual({
      zh: '向东光县人民检察院下达指令：取样；签收时限 2026-09-01 10:03',
      en: 'ordered 东光县人民检察院: 取样; to be acknowledged by 2026-09-01 10:03',
    });
    expect(say('order.issue', { to: { deviceId: 'd' }, recipientUserId: 'u1', text: '飞' }).zh).toBe(
      '向设备（持有人李某）下达指令：飞',
    );
    expect(say('order.issue', { to: { role: 'pilot' }, text: '飞' }).en).toBe('ordered pilot: 飞');
    expect(say('sector.put', { name: '东', unitId: 'unit1' }).zh).toBe('划定取证片区“东”，由东光县人民检察院负责');
    expect(say('participant.setRole', { userId: 'u9', role: 'scribe', formerRole: 'pilot' }).en).toBe(
      'made somebody scribe in place of pilot',
    );
    expect(say('show.consent', { accept: false })).toEqual({
      zh: '拒绝共享画面',
      en: 'refused to show what they see',
    });
  });

  it('leaves markup and braces of others as they typed them', () => {
    const text = '<img src=x onerror=alert(1)> {reason} [x] $& {text}';
    expect(say('chat.say', { text, evidenceIds: ['e'] })).toEqual({
      zh: `发言：${text}（附证据 1 件）`,
      en: `said: ${text} (items of evidence: 1)`,
    });
    expect(say('session.close', { reason: text }).zh).toBe(`关闭会话：${text}`);
  });

  it('says of a type it does not know that there was one', () => {
    expect(say('future.thing', { text: 'x' })).toEqual({
      zh: '其他事项（future.thing）',
      en: 'another event (future.thing)',
    });
  });
});

describe('what an event names', () => {
  it('is given once each, with its kind', () => {
    const payload = {
      orderId: 'o',
      to: { userId: 'u' },
      recipientUserId: 'u',
      featureId: 'f',
      evidenceIds: ['e', 'e', 'g'],
      replyTo: 4,
    };
    expect(linksOf(payload)).toEqual([
      { kind: 'order', id: 'o' },
      { kind: 'shape', id: 'f' },
      { kind: 'person', id: 'u' },
      { kind: 'event', id: '4' },
      { kind: 'evidence', id: 'e' },
      { kind: 'evidence', id: 'g' },
    ]);
    expect(linksOf({ text: 'x' })).toEqual([]);
  });

  it('lies at its place, or where its shape is', () => {
    expect(placeIn({ place: { lon: 116.5, lat: 37.9 } })).toEqual({ lon: 116.5, lat: 37.9 });
    expect(placeIn({ geometry: { type: 'Point', coordinates: [116.5, 37.9] } })).toEqual({ lon: 116.5, lat: 37.9 });
    expect(placeIn({ place: 'somewhere' })).toBeUndefined();
    expect(placeIn({})).toBeUndefined();
  });
});
