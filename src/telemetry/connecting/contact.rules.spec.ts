import { describe, expect, it } from '@jest/globals';
import { GATEWAY_STATES, gatewayStanding, NO_CONTACT, type PresentContact } from './contact.rules.js';

const NOW = new Date('2026-03-01T08:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const refused = (at: Date) => ({
  topologyRefusedAt: at,
  topologyRefusalCode: 'NOT_PAIRED',
  topologyRefusalDetail: 'neither one set nor in the same hands',
  topologyPacket: '{}',
});

const CASES: readonly [string, Partial<PresentContact>, string, number | null][] = [
  ['nothing', {}, 'never_seen', null],
  ['a wrong secret only', { refusedAt: ago(5), refusalReason: 'bad_secret' }, 'refused', 5],
  ['a log-in on the page', { signedInAt: ago(9) }, 'logged_in', 9],
  ['a log-in after earlier days', { signedInAt: ago(9), heardAt: ago(90_000) }, 'logged_in', 9],
  ['a line that just opened', { signedInAt: ago(9), connectedAt: ago(3), hasLine: true }, 'connected', 3],
  ['a line without topology', { connectedAt: ago(60), hasLine: true }, 'topology_unanswered', 60],
  ['a topology refused', { connectedAt: ago(9), hasLine: true, ...refused(ago(8)) }, 'topology_unanswered', 8],
  ['a topology refused behind another broker', refused(ago(8)), 'topology_unanswered', 8],
  ['frames, and a topology refused since', { heardAt: ago(1), ...refused(ago(8)) }, 'topology_unanswered', 8],
  ['an answer', { connectedAt: ago(9), topologyAnsweredAt: ago(8), hasLine: true }, 'online', 8],
  ['frames', { heardAt: ago(1), connectedAt: ago(90), topologyAnsweredAt: ago(80) }, 'online', 80],
  ['an answer after a refusal', { heardAt: ago(1), ...refused(ago(90)), topologyAnsweredAt: ago(9) }, 'online', 9],
  ['a line that ended', { heardAt: ago(61), connectedAt: ago(900), topologyAnsweredAt: ago(890) }, 'silent', 61],
  ['a refusal long ago', refused(ago(900)), 'silent', 900],
];

describe('how a gateway stands', () => {
  it.each(CASES)('after %s', (_, contact, state, seconds) => {
    const standing = gatewayStanding({ ...NO_CONTACT, hasLine: false, heardAt: null, ...contact }, NOW);
    expect(standing).toMatchObject({ state, since: seconds === null ? null : ago(seconds) });
  });

  it('has a case for every state', () =>
    expect(new Set(CASES.map(([, , state]) => state))).toEqual(new Set(GATEWAY_STATES)));

  it('names the later of the refusals', () => {
    const both = { ...NO_CONTACT, hasLine: false, heardAt: null, ...refused(ago(9)), refusalReason: 'bad_secret' };
    const reasonAt = (refusedAt: Date) => gatewayStanding({ ...both, refusedAt }, NOW).refusal;
    expect(reasonAt(ago(5))).toEqual({ at: ago(5), reason: 'bad_secret', detail: null, packet: null });
    expect(reasonAt(ago(20))).toMatchObject({ at: ago(9), reason: 'NOT_PAIRED', packet: '{}' });
  });
});
