import { describe, expect, it } from '@jest/globals';
import { issueTo } from '../orders/order.rules.js';
import { type StandingFacts, standingsOf } from './standing.rules.js';

const now = new Date('2026-03-01T08:00:00Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

/** hebei over cangzhou over dongguang; handan beside cangzhou. */
const OVER: Readonly<Record<string, readonly string[]>> = {
  hebei: ['hebei', 'cangzhou', 'dongguang', 'handan'],
  cangzhou: ['cangzhou', 'dongguang'],
  dongguang: ['dongguang'],
  handan: ['handan'],
};

/** What someone is beyond being let near the session at all. */
function standings(unitId: string, facts: Partial<StandingFacts> = {}): string[] {
  const all: StandingFacts = {
    user: { id: 'li', unitId, roles: ['commander'] },
    session: { unitId: 'cangzhou', commanderUnitId: 'cangzhou', offeredToUserId: null, offerExpiresAt: null },
    own: undefined,
    invitedUnits: [],
    order: undefined,
    now,
    ...facts,
  };
  const held = [...standingsOf(all, (other) => OVER[unitId]?.includes(other) ?? false)];
  return held.filter((standing) => standing !== 'witness');
}

describe('standings', () => {
  it('of someone from nowhere are none', () => {
    expect(standings('handan')).toEqual([]);
    expect(standings('dongguang')).toEqual([]);
  });

  it('entitled: the own unit, a unit above, whoever is invited or whose unit is', () => {
    expect(standings('cangzhou')).toEqual(['entitled']);
    expect(standings('hebei')).toContain('entitled');
    expect(standings('handan', { own: { state: 'invited' } })).toEqual(['entitled']);
    expect(standings('handan', { invitedUnits: [{ unitId: 'handan', role: null }] })).toEqual(['entitled']);
    for (const state of ['left', 'requested', 'declined', 'removed'] as const)
      expect(standings('handan', { own: { state } })).toEqual([]);
  });

  it('participant: only while joined', () => {
    expect(standings('handan', { own: { state: 'joined' } })).toEqual(['participant', 'entitled']);
  });

  it('above: a commander of a higher unit than the one that commands, not of the same', () => {
    expect(standings('hebei')).toContain('above');
    expect(standings('cangzhou')).not.toContain('above');
    expect(standings('hebei', { user: { id: 'li', unitId: 'hebei', roles: ['case_handler'] } })).not.toContain('above');
  });

  it('offeree: until the offer ends, and nobody else', () => {
    const offered = (offerExpiresAt: Date, offeredToUserId = 'li') =>
      standings('handan', {
        session: { unitId: 'cangzhou', commanderUnitId: 'cangzhou', offeredToUserId, offerExpiresAt },
      });
    expect(offered(later(1))).toEqual(['offeree']);
    expect(offered(later(0))).toEqual([]);
    expect(offered(later(1), 'wang')).toEqual([]);
  });

  it('recipient: the person, the holder, or anyone of the unit', () => {
    const order = { to: { deviceId: 'd' }, receipts: issueTo('li').receipts };
    expect(standings('handan', { order })).toEqual(['recipient']);
    expect(standings('handan', { order: { to: { unitId: 'handan' }, receipts: [] } })).toEqual(['recipient']);
    expect(standings('cangzhou', { order: { to: { unitId: 'handan' }, receipts: [] } })).toEqual(['entitled']);
    expect(standings('handan', { order: { to: { userId: 'wang' }, receipts: issueTo('wang').receipts } })).toEqual([]);
  });
});
