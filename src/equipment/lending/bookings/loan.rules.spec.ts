import { describe, expect, it } from '@jest/globals';
import { lendsTo, loanRelation, placeInTree, type UnitLookup } from './loan.rules.js';

const PARENTS: Readonly<Record<string, string>> = {
  dongguang: 'cangzhou',
  xianxian: 'cangzhou',
  anping: 'hengshui',
  cangzhou: 'hebei',
  hengshui: 'hebei',
  dingzhou: 'hebei',
  xinji: 'hebei',
};
const CITIES = ['cangzhou', 'hengshui'];

const tree: UnitLookup = {
  ancestry: (unitId) => {
    const parent = PARENTS[unitId];
    return parent === undefined ? [unitId] : [unitId, ...tree.ancestry(parent)];
  },
  find: (unitId) => ({ tier: CITIES.includes(unitId) ? 'city' : 'other' }),
};
const place = (unitId: string) => placeInTree(tree, unitId);

describe('placeInTree', () => {
  it('finds the city by the tree: none above it, none for a county directly under the province', () => {
    expect(place('dongguang')).toEqual({ unitId: 'dongguang', ancestorIds: ['cangzhou', 'hebei'], cityId: 'cangzhou' });
    expect(place('cangzhou')).toEqual({ unitId: 'cangzhou', ancestorIds: ['hebei'], cityId: 'cangzhou' });
    expect(place('hebei').cityId).toBeNull();
    expect(place('dingzhou').cityId).toBeNull();
  });
});

describe('loanRelation', () => {
  it.each([
    ['dongguang', 'dongguang', 'own'],
    ['dongguang', 'cangzhou', 'above'],
    ['dongguang', 'hebei', 'above'],
    ['dongguang', 'xianxian', 'same_city'],
    ['cangzhou', 'dongguang', 'same_city'],
    ['dongguang', 'anping', 'elsewhere'],
    ['dingzhou', 'xinji', 'elsewhere'],
  ] as const)('of %s to %s is %s', (owner, asker, relation) => {
    expect(loanRelation(place(owner), place(asker))).toBe(relation);
  });
});

describe('lendsTo', () => {
  it('widens from the own unit to the city to the province', () => {
    const askers = ['dongguang', 'hebei', 'xianxian', 'anping'];
    const lent = (scope: 'own_unit' | 'same_city' | 'whole_province') =>
      askers.filter((asker) => lendsTo(scope, place('dongguang'), place(asker)));
    expect(lent('own_unit')).toEqual(['dongguang', 'hebei']);
    expect(lent('same_city')).toEqual(['dongguang', 'hebei', 'xianxian']);
    expect(lent('whole_province')).toEqual(askers);
  });
});
