import { describe, expect, it } from '@jest/globals';
import type { Addressee } from '../orders/order.payloads.js';
import type { Order } from '../orders/order-row.js';
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
    orders: [],
    parent: undefined,
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
    expect(standings('handan', { own: { state: 'invited', role: null } })).toEqual(['entitled']);
    expect(standings('handan', { invitedUnits: [{ unitId: 'handan', role: null }] })).toEqual(['entitled']);
    for (const state of ['left', 'requested', 'declined', 'removed'] as const)
      expect(standings('handan', { own: { state, role: null } })).toEqual([]);
  });

  it('participant: only while joined', () => {
    expect(standings('handan', { own: { state: 'joined', role: 'pilot' } })).toEqual(['participant', 'entitled']);
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

  it('recipient: the person, the holder, anyone of the unit, whoever has the role', () => {
    const order = (to: Addressee, receipts: Order['receipts'] = []) => ({ to, receipts, issuedBy: 'chief' });
    const held = order({ deviceId: 'd' }, issueTo('li').receipts);
    expect(standings('handan', { orders: [held] })).toEqual(['recipient']);
    expect(standings('handan', { orders: [order({ unitId: 'handan' })] })).toEqual(['recipient']);
    expect(standings('cangzhou', { orders: [order({ unitId: 'handan' })] })).toEqual(['entitled']);
    const others = order({ userId: 'wang' }, issueTo('wang').receipts);
    expect(standings('handan', { orders: [others] })).toEqual([]);
    expect(standings('handan', { orders: [held, others] })).toEqual([]);
    const toPilots = { orders: [order({ role: 'pilot' })] };
    const joined = ['participant', 'entitled'];
    expect(standings('handan', { ...toPilots, own: { state: 'joined', role: 'pilot' } })).toEqual([
      ...joined,
      'recipient',
    ]);
    expect(standings('handan', { ...toPilots, own: { state: 'joined', role: 'expert' } })).toEqual(joined);
    expect(standings('handan', { ...toPilots, own: { state: 'left', role: 'pilot' } })).toEqual([]);
  });

  it('answering: whoever answers for the order above, over what they themselves ordered under it', () => {
    const parent = issueTo('li');
    const below = (issuedBy: string) => ({ to: { userId: 'wang' }, receipts: issueTo('wang').receipts, issuedBy });
    expect(standings('handan', { parent })).toEqual(['answering']);
    expect(standings('handan', { parent, orders: [below('li')] })).toEqual(['answering']);
    expect(standings('handan', { parent, orders: [below('chief')] })).toEqual([]);
    expect(standings('handan', { parent: issueTo('wang') })).toEqual([]);
    expect(standings('handan', { parent: issueTo(undefined) })).toEqual([]);
  });
});
