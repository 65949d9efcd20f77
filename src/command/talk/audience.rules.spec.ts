import type { EventScope } from '../events/visibility.rules.js';
import { isSameScope, withSpeaker } from './audience.rules.js';

describe('what is promoted', () => {
  it.each<[EventScope, EventScope]>([
    [{ kind: 'ALL' }, { kind: 'ALL' }],
    [
      { kind: 'ORG', unitId: 'nanpi' },
      { kind: 'ORG', unitId: 'nanpi' },
    ],
    [
      { kind: 'DIRECT', userIds: ['wang'] },
      { kind: 'DIRECT', userIds: ['wang', 'li'] },
    ],
    [
      { kind: 'DIRECT', userIds: ['li'] },
      { kind: 'DIRECT', userIds: ['li'] },
    ],
    [
      { kind: 'TIER_AND_UP', tier: 'city' },
      { kind: 'TIER_AND_UP', tier: 'city', userIds: ['li'] },
    ],
  ])('%j is read by whoever said it', (scope, expected) => {
    expect(withSpeaker(scope, 'li')).toEqual(expected);
  });

  it('of the service or a guest keeps its scope', () => {
    expect(withSpeaker({ kind: 'TIER_AND_UP', tier: 'city' }, undefined)).toEqual({
      kind: 'TIER_AND_UP',
      tier: 'city',
    });
  });
});

describe('audiences', () => {
  it('of a tier are the same whoever speaks', () => {
    const scope: EventScope = { kind: 'TIER_AND_UP', tier: 'city' };
    expect(isSameScope(withSpeaker(scope, 'li'), withSpeaker(scope, 'wang'))).toBe(true);
  });

  it('are the same in whatever order people are named', () => {
    const one: EventScope = { kind: 'DIRECT', userIds: ['li', 'wang'] };
    expect(isSameScope(one, { kind: 'DIRECT', userIds: ['wang', 'li'] })).toBe(true);
    expect(isSameScope(one, { kind: 'DIRECT', userIds: ['wang'] })).toBe(false);
  });
});
