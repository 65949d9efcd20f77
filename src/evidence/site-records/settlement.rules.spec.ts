import { describe, expect, it } from '@jest/globals';
import { type Notes, type Signed, unsettled } from './settlement.rules.js';

const NOTHING: Notes = { partyRefusal: null, noWitnessReason: null, videoSha256: null };
const collector = (userId: string, way: Signed['way'] = 'own_log_in'): Signed => ({ role: 'collector', userId, way });
const party: Signed = { role: 'party', userId: null, way: 'same_glass' };
const witness: Signed = { role: 'witness', userId: null, way: 'same_glass' };
const both = [collector('a'), collector('b', 'scanned_code')];

describe('a record', () => {
  it('is settled by two collectors, the party and a witness', () => {
    expect(unsettled(['a', 'b'], [...both, party, witness], NOTHING)).toEqual([]);
  });

  it('waits for all of them at first', () => {
    expect(unsettled(['a', 'b'], [], NOTHING)).toEqual(['collectors', 'party', 'witness']);
  });

  it.each([
    ['one collector', ['a'], [collector('a')]],
    ['one collector twice', ['a'], [collector('a'), collector('a', 'scanned_code')]],
    ['a collector only drawn on the other’s glass', ['a', 'b'], [collector('a'), collector('b', 'same_glass')]],
    ['somebody who is no collector of it', ['a', 'b'], [collector('a'), collector('c')]],
    ['two of three', ['a', 'b', 'c'], both],
  ])('is not settled by %s', (_, ids, signatures) => {
    expect(unsettled(ids, [...signatures, party, witness], NOTHING)).toEqual(['collectors']);
  });

  it('takes the reason of a refusal in the place of the party', () => {
    expect(unsettled(['a', 'b'], [...both, witness], { ...NOTHING, partyRefusal: '拒绝签字' })).toEqual([]);
  });

  it('takes reason and film in the place of a witness, not one of them', () => {
    const signatures = [...both, party];
    const reason = { ...NOTHING, noWitnessReason: '野外无人' };
    expect(unsettled(['a', 'b'], signatures, reason)).toEqual(['witness']);
    expect(unsettled(['a', 'b'], signatures, { ...NOTHING, videoSha256: 'f' })).toEqual(['witness']);
    expect(unsettled(['a', 'b'], signatures, { ...reason, videoSha256: 'f' })).toEqual([]);
  });
});
