import { describe, expect, it } from '@jest/globals';
import {
  DAMAGE_MOVES,
  DAMAGE_STATES,
  type DamageFacts,
  type DamageState,
  graver,
  heldState,
  mayMoveDamage,
} from './damage.rules.js';

describe('the states of a damage', () => {
  it('follow each other from the report to the end, none left out', () => {
    const reached = new Set<DamageState>(['reported']);
    for (const state of reached) for (const next of DAMAGE_MOVES[state]) reached.add(next);
    expect([...reached]).toEqual([...DAMAGE_STATES]);
    expect(DAMAGE_MOVES.closed).toEqual([]);
    expect(mayMoveDamage('reported', 'decided')).toBe(false);
  });
});

describe('heldState', () => {
  const damage = (over: Partial<DamageFacts> = {}): DamageFacts => ({
    state: 'reported',
    severity: 'blocks_use',
    decision: null,
    ...over,
  });

  it('is quarantine while it is not clear what will be done, maintenance while it is repaired', () => {
    expect(heldState([damage()])).toBe('quarantined');
    expect(heldState([damage({ state: 'decided', decision: 'repair' })])).toBe('maintenance');
    expect(heldState([damage({ state: 'decided', decision: 'write_off' })])).toBe('quarantined');
    expect(heldState([damage({ state: 'decided', decision: 'repair' }), damage()])).toBe('quarantined');
  });

  it('is nothing for what can be used, and once everything is closed', () => {
    expect(heldState([])).toBeNull();
    expect(heldState([damage({ severity: 'limits_use' }), damage({ severity: 'cosmetic' })])).toBeNull();
    expect(heldState([damage({ state: 'closed', decision: 'charge' })])).toBeNull();
  });
});

describe('graver', () => {
  it('takes the worse of two words on one damage', () => {
    expect(graver('cosmetic', 'blocks_use')).toBe('blocks_use');
    expect(graver('limits_use', 'cosmetic')).toBe('limits_use');
  });
});
