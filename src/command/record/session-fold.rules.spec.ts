import { describe, expect, it } from '@jest/globals';
import type { PersonActing, SessionEvent } from '../events/session-event.js';
import { EVERYONE } from '../events/visibility.rules.js';
import { figuresOf, isNotable } from './report.rules.js';
import { SessionFold } from './session-fold.rules.js';

const AT = '2026-09-01T02:00:00.000Z';
const person = (userId: string): PersonActing => ({
  userId,
  name: userId,
  unitId: 'unit',
  unitName: '院',
  tier: 'city',
  role: null,
});

type Deed = readonly [by: string, type: string, payload?: Record<string, unknown>];

function foldOf(...deeds: readonly Deed[]) {
  const opening: Deed = ['zhao', 'session.opened', { title: '南运河', kind: 'dispatch', epoch: 1 }];
  const hash = new Uint8Array(32);
  const chain = { sessionId: 's', cmdId: 'c', scope: EVERYONE, prevHash: hash, hash };
  const events = [opening, ...deeds].map(([by, type, payload = {}], index): SessionEvent => ({
    ...chain,
    seq: index + 1,
    type,
    actor: person(by),
    occurredAt: AT,
    recordedAt: AT,
    payload,
  }));
  return SessionFold.of(events).at(new Date(AT));
}

const roles = ({ people }: ReturnType<typeof foldOf>) =>
  Object.fromEntries(people.map(({ userId, role }) => [userId, role]));

describe('where a session stands, out of its record', () => {
  it('has one commander, and the former one without authority', () => {
    const folded = foldOf(
      ['sun', 'participant.join', { role: 'liaison' }],
      ['sun', 'command.takeOver', { fromUserId: 'zhao', epoch: 2, reason: 'x' }],
    );
    expect(folded).toMatchObject({ commanderUserId: 'sun', epoch: 2, seq: 3 });
    expect(roles(folded)).toEqual({ zhao: 'liaison', sun: 'commander' });
  });

  it('has people as others made and removed them; of somebody only invited a role makes no member', () => {
    const folded = foldOf(
      ['zhao', 'participant.pullIn', { userId: 'li', name: '李', role: 'pilot' }],
      ['zhao', 'participant.setRole', { userId: 'li', role: 'scribe' }],
      ['zhao', 'participant.setRole', { userId: 'wang', role: 'scribe' }],
      ['zhao', 'participant.remove', { userId: 'li', reason: 'x' }],
      ['sun', 'participant.leave'],
    );
    expect(folded.people.map(({ userId, state, role, name }) => [userId, state, role, name])).toEqual([
      ['zhao', 'joined', 'commander', 'zhao'],
      ['li', 'removed', null, '李'],
    ]);
  });

  it('has each order in its last state, whatever kind of event brought it there', () => {
    const order = (orderId: string, state: string) => ({ orderId, to: { userId: 'li' }, text: '取样', state });
    const folded = foldOf(
      ['zhao', 'order.issue', order('a', 'ISSUED')],
      ['zhao', 'order.issue', order('b', 'ISSUED')],
      ['zhao', 'order.draft', order('c', 'DRAFT')],
      ['li', 'order.receive', { seen: ['a', 'b'], states: { a: 'SEEN', b: 'SEEN', unknown: 'SEEN' } }],
      ['li', 'order.submit', { orderId: 'a', state: 'SUBMITTED', evidenceIds: ['e1', 'e2'] }],
      ['li', 'order.reject', { orderId: 'b', state: 'REJECTED', reason: 'x' }],
      ['li', 'order.seen', { orderId: 'nobody knows' }],
    );
    expect(folded.orders.map(({ orderId, state, seq }) => [orderId, state, seq])).toEqual([
      ['a', 'SUBMITTED', 6],
      ['b', 'REJECTED', 7],
      ['c', 'DRAFT', 4],
    ]);
    expect(figuresOf(folded)).toEqual({
      people: 1,
      ordersOpen: 1,
      ordersByState: { SUBMITTED: 1, REJECTED: 1, DRAFT: 1 },
      evidence: 2,
      shapes: 0,
    });
  });

  it('has the shapes that are drawn and whose time is not over', () => {
    const geometry = { type: 'Point', coordinates: [116, 38] };
    const folded = foldOf(
      ['li', 'map.put', { featureId: 'f', geometry, label: '一', reason: 'x', audience: { kind: 'ALL' } }],
      ['li', 'map.put', { featureId: 'g', geometry }],
      ['li', 'map.put', { featureId: 'h', geometry, expiresAt: AT }],
      ['li', 'map.remove', { featureId: 'g' }],
      ['li', 'map.put', { featureId: 'f', geometry, label: '二' }],
    );
    expect(folded.shapes).toEqual([{ featureId: 'f', seq: 6, shape: { geometry, label: '二' } }]);
  });
});

describe('what a commander’s log tells', () => {
  it.each([
    ['order.issue', true],
    ['session.close', true],
    ['chat.promote', true],
    ['sitrep.issued', true],
    ['chat.say', false],
    ['map.put', false],
    ['order.seen', false],
    ['participant.offline', false],
  ])('%s: %s', (type, expected) => {
    expect(isNotable({ type })).toBe(expected);
  });
});
