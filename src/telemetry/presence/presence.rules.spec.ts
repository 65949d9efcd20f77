import { describe, expect, it } from '@jest/globals';
import { flapsAfter, holdMs, type KnownPresence, type PresenceEvidence, presenceOf } from './presence.rules.js';

const second = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 8) + seconds * 1000);
const NOTHING: PresenceEvidence = {
  hasLine: false,
  lineClosedAt: null,
  heardAt: null,
  isNotConnected: false,
  unpairedAt: null,
};

describe('whether a device is there', () => {
  it.each<[string, Partial<PresenceEvidence>, string]>([
    ['nobody knows of one that was never heard', {}, 'unknown'],
    ['it is with an open line', { hasLine: true, heardAt: second(-900) }, 'online line'],
    ['it is with a fresh frame', { heardAt: second(-60) }, 'online frames'],
    ['it is not after a minute of silence', { heardAt: second(-61) }, 'offline silence'],
    ['it is not once its line is closed', { heardAt: second(-3), lineClosedAt: second(-2) }, 'offline line_closed'],
    ['it is by frames over another way', { heardAt: second(-2), lineClosedAt: second(-9) }, 'online frames'],
    ['it is not once its gateway lets it go', { heardAt: second(-3), unpairedAt: second(-2) }, 'offline unpaired'],
    ['it is where it was paired again', { heardAt: second(-1), unpairedAt: second(-9) }, 'online frames'],
    ['it is not where a controller repeats it', { heardAt: second(-1), isNotConnected: true }, 'offline not_connected'],
  ])('%s', (_, over, expected) => {
    const found = presenceOf({ ...NOTHING, ...over }, second(0));
    expect(found ? `${found.online ? 'online' : 'offline'} ${found.reason}` : 'unknown').toBe(expected);
  });
});

describe('a change', () => {
  const known = (online: boolean, flaps = 0): KnownPresence => ({ online, flaps, changedAt: second(0) });

  it.each<[string, KnownPresence | null, number]>([
    ['to be there for the first time is told at once', null, 0],
    ['to be there again is told at once', known(false), 0],
    ['to be gone is told after twenty seconds', known(true), 20_000],
    ['of one that flaps has to last longer, either way', known(false, 2), 80_000],
    ['has to last five minutes at most', known(true, 9), 320_000],
  ])('%s', (_, before, ms) => expect(holdMs(before)).toBe(ms));

  it('soon after another is flapping, later it is not', () => {
    expect([flapsAfter(known(true), second(599)), flapsAfter(known(true, 3), second(599))]).toEqual([1, 4]);
    expect([flapsAfter(known(true, 3), second(600)), flapsAfter(null, second(0))]).toEqual([0, 0]);
  });
});
