import { describe, expect, it } from '@jest/globals';
import type { SessionEvent } from '../events/session-event.js';
import { type Guest, guestStateOf, guestWire, isLawfulStay, isWelcome } from './guest.rules.js';

const now = new Date('2026-03-01T08:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const guest: Guest = {
  id: 'g',
  sessionId: 's',
  name: '王工',
  organisation: '环科院',
  purpose: '咨询',
  maySpeak: true,
  expiresAt: later(1),
  invitedBy: 'li',
  invitedSeq: 2,
  enteredSeq: null,
  revokedAt: null,
};
const event = (type: string, payload: object, more: Partial<SessionEvent> = {}): SessionEvent => ({
  sessionId: 's',
  seq: 9,
  cmdId: 'c',
  type,
  actor: {
    userId: 'li',
    name: '李梅',
    unitId: 'u',
    unitName: '沧州市人民检察院',
    tier: 'city',
    role: 'commander',
  },
  occurredAt: '2026-03-01T08:00:00.000Z',
  recordedAt: '2026-03-01T08:00:00.000Z',
  scope: { kind: 'ALL' },
  payload: payload as Record<string, unknown>,
  prevHash: new Uint8Array(32),
  hash: new Uint8Array(32),
  ...more,
});

describe('an invitation', () => {
  it('lasts a week at most and ends in the future', () => {
    expect(isLawfulStay(later(7), now)).toBe(true);
    expect(isLawfulStay(new Date(later(7).getTime() + 1), now)).toBe(false);
    expect(isLawfulStay(now, now)).toBe(false);
  });

  it('is invited, entered, expired or revoked', () => {
    expect(guestStateOf(guest, now)).toBe('invited');
    expect(guestStateOf({ ...guest, enteredSeq: 3 }, now)).toBe('entered');
    expect(guestStateOf({ ...guest, enteredSeq: 3 }, later(1))).toBe('expired');
    expect(guestStateOf({ ...guest, revokedAt: now }, now)).toBe('revoked');
  });

  it('opens nothing once it or the session is over', () => {
    expect(isWelcome(guest, 'open', now)).toBe(true);
    expect(isWelcome(guest, 'suspended', now)).toBe(true);
    expect(isWelcome(guest, 'closed', now)).toBe(false);
    expect(isWelcome(guest, 'archived', now)).toBe(false);
    expect(isWelcome({ ...guest, revokedAt: now }, 'open', now)).toBe(false);
    expect(isWelcome(guest, 'open', later(2))).toBe(false);
  });
});

describe('what a guest reads', () => {
  it('is the words for all, under the name of who said them, and no id', () => {
    const wire = guestWire(event('chat.say', { text: '在', evidenceIds: ['e'], audience: { kind: 'ALL' } }));
    expect(wire).toMatchObject({
      seq: 9,
      type: 'chat.say',
      actor: { name: '李梅', from: '沧州市人民检察院' },
      payload: { text: '在' },
    });
    expect(JSON.stringify(wire)).not.toMatch(/userId|evidence|unitId|cmdId/);
  });

  it.each([
    'order.issue',
    'order.submit',
    'command.offer',
    'session.opened',
    'participant.invite',
    'guest.invite',
    'x',
  ])('is not %s', (type) => {
    expect(guestWire(event(type, { text: 'x' }))).toEqual({ seq: 9, redacted: true });
  });

  it('is nothing that was meant for some', () => {
    const scopes = [
      { kind: 'ORG', unitId: 'u' },
      { kind: 'DIRECT', userIds: ['g'] },
      { kind: 'TIER_AND_UP', tier: 'county' },
    ] as const;
    for (const scope of scopes)
      expect(guestWire(event('chat.say', { text: 'x' }, { scope }))).toEqual({ seq: 9, redacted: true });
  });

  it('does not tell why a session was closed or what was left open', () => {
    const wire = guestWire(event('session.close', { reason: '嫌疑人已到案', openOrders: [{ orderId: 'o' }] }));
    expect(wire).toMatchObject({ type: 'session.close', payload: {} });
  });
});
