import { describe, expect, it } from '@jest/globals';
import { asSeenBy, isVisible } from './visibility.rules.js';
import type { EventScope, Viewer } from './visibility.rules.js';

const county: Viewer = { userId: 'li', unitId: 'dongguang', tier: 'county' };
const neighbour: Viewer = { userId: 'wang', unitId: 'nanpi', tier: 'county' };
const city: Viewer = { userId: 'zhao', unitId: 'cangzhou', tier: 'city' };
const province: Viewer = { userId: 'sun', unitId: 'hebei', tier: 'province' };
const everyone = [county, neighbour, city, province];

const readers = (scope: EventScope, actorUserId?: string) =>
  everyone.filter((viewer) => isVisible({ seq: 4, scope, actorUserId }, viewer)).map(({ userId }) => userId);

describe('who reads an event', () => {
  it.each<[EventScope, string[]]>([
    [{ kind: 'ALL' }, ['li', 'wang', 'zhao', 'sun']],
    [{ kind: 'TIER_AND_UP', tier: 'county' }, ['li', 'wang', 'zhao', 'sun']],
    [{ kind: 'TIER_AND_UP', tier: 'city' }, ['zhao', 'sun']],
    [{ kind: 'TIER_AND_UP', tier: 'province' }, ['sun']],
    [{ kind: 'TIER_AND_UP', tier: 'city', userIds: ['li'] }, ['li', 'zhao', 'sun']],
    [{ kind: 'ORG', unitId: 'nanpi' }, ['wang']],
    [{ kind: 'DIRECT', userIds: ['li', 'sun'] }, ['li', 'sun']],
  ])('%j', (scope, expected) => {
    expect(readers(scope)).toEqual(expected);
  });

  it('always the author', () => {
    expect(readers({ kind: 'TIER_AND_UP', tier: 'city' }, 'li')).toEqual(['li', 'zhao', 'sun']);
  });

  it('a guest nothing of before their entry', () => {
    const guest = { ...county, fromSeq: 5 };
    expect(isVisible({ seq: 4, scope: { kind: 'ALL' } }, guest)).toBe(false);
    expect(isVisible({ seq: 5, scope: { kind: 'ALL' } }, guest)).toBe(true);
  });
});

describe('what the others get', () => {
  it('is a tombstone that says nothing but its number, so that every sequence is gapless', () => {
    const events = [1, 2, 3].map((seq) => ({
      seq,
      scope: (seq === 2 ? { kind: 'ORG', unitId: 'nanpi' } : { kind: 'ALL' }) as EventScope,
      payload: { text: 'x' },
    }));
    const seen = events.map((event) => asSeenBy(event, county));
    expect(seen).toEqual([events[0], { seq: 2, redacted: true }, events[2]]);
  });
});
