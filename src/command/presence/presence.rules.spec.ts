import { describe, expect, it } from '@jest/globals';
import {
  changesOf,
  mostPresent,
  pictureOf,
  presenceOf,
  type PresenceLine,
  type PresenceState,
} from './presence.rules.js';

const now = new Date('2026-03-01T08:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const line = (more: Partial<PresenceLine>): PresenceLine => ({
  userId: 'li',
  state: 'online',
  since: ago(60),
  lastAt: ago(1),
  ...more,
});

const told = (userId: string, state: PresenceState) => new Map([[userId, { userId, state, lastSeenAt: ago(9) }]]);

describe('presence', () => {
  it('is the best of all devices', () => {
    expect(mostPresent(['background', 'idle'])).toBe('idle');
    expect(mostPresent(['idle', 'online', 'offline'])).toBe('online');
    expect(mostPresent([])).toBe('offline');
  });

  it('is one entry a person, from whichever instance they are seen', () => {
    const lines = [line({ state: 'offline', lastAt: ago(3) }), line({ state: 'idle' }), line({ userId: 'wang' })];
    expect(presenceOf(lines, now)).toEqual([
      { userId: 'li', state: 'idle', lastSeenAt: ago(1) },
      { userId: 'wang', state: 'online', lastSeenAt: ago(1) },
    ]);
  });

  it('ends with an instance that no longer says so, and keeps when it last did', () => {
    expect(presenceOf([line({ lastAt: ago(24) })], now)).toMatchObject([{ state: 'online' }]);
    expect(presenceOf([line({ lastAt: ago(25) })], now)).toEqual([
      { userId: 'li', state: 'offline', lastSeenAt: ago(25) },
    ]);
  });

  it('is told when it changes, and an absence that nobody knew of is no news', () => {
    const current = presenceOf([line({}), line({ userId: 'wang', state: 'offline' })], now);
    expect(changesOf(new Map(), current)).toMatchObject([{ userId: 'li' }]);
    expect(changesOf(told('li', 'online'), current)).toEqual([]);
    expect(changesOf(told('wang', 'idle'), current)).toHaveLength(2);
  });

  it('ends for whoever is no longer known of, and is told once', () => {
    const current = presenceOf([line({})], now);
    const picture = pictureOf(told('wang', 'idle'), current);
    expect(picture).toEqual([...current, { userId: 'wang', state: 'offline', lastSeenAt: ago(9) }]);
    expect(pictureOf(told('wang', 'offline'), current)).toEqual(current);
  });
});
