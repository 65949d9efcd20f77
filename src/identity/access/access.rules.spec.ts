import { describe, expect, it } from '@jest/globals';
import { decide, decideEach, type UnitAncestry } from './access.rules.js';
import { CASE_CONTENT, PERMISSIONS, type Permission, type PermissionRule } from './permissions.js';
import { ADMINISTRATOR_ROLES, type Role } from './roles.js';
import type { Grant, UserActor } from './user-actor.js';

const PARENT: Readonly<Record<string, string | undefined>> = {
  province: undefined,
  city: 'province',
  county: 'city',
  otherCity: 'province',
};

const units: UnitAncestry = {
  isWithin(unitId, ancestorId) {
    for (let current: string | undefined = unitId; current; current = PARENT[current])
      if (current === ancestorId) return true;
    return false;
  },
};

function actor(role: Role, unitId: string, grants: Grant[] = [], onlyPermissions?: Permission[]): UserActor {
  const tier = unitId === 'province' ? 'province' : unitId === 'county' ? 'county' : 'city';
  return {
    kind: 'user',
    id: 'me',
    name: 'me',
    username: 'me',
    unitId,
    unitName: unitId,
    tier,
    roles: [role],
    grants,
    snapshot: {},
    onlyPermissions,
  };
}

const countyCase = { id: 'c1', unitIds: ['county'], caseId: 'c1' };

describe('access', () => {
  it('reaches down the tree and never sideways', () => {
    expect(decide(actor('commander', 'county'), 'case.read', countyCase, units)).toBe('allowed');
    expect(decide(actor('commander', 'city'), 'case.read', countyCase, units)).toBe('allowed');
    expect(decide(actor('commander', 'province'), 'case.read', countyCase, units)).toBe('allowed');
    expect(decide(actor('commander', 'otherCity'), 'case.read', countyCase, units)).toBe('invisible');
  });

  it('lets members in; reading membership does not write', () => {
    const reader = actor('case_handler', 'otherCity', [{ scopeKind: 'case', scopeId: 'c1', capability: 'read' }]);
    expect(decide(reader, 'case.read', countyCase, units)).toBe('allowed');
    expect(decide(reader, 'case.change', countyCase, units)).toBe('forbidden');
    const writer = actor('case_handler', 'otherCity', [{ scopeKind: 'case', scopeId: 'c1', capability: 'write' }]);
    expect(decide(writer, 'case.change', countyCase, units)).toBe('allowed');
  });

  it('says forbidden only for what the actor may see', () => {
    expect(decide(actor('pilot', 'county'), 'case.change', countyCase, units)).toBe('forbidden');
    expect(decide(actor('pilot', 'otherCity'), 'case.change', countyCase, units)).toBe('invisible');
  });

  it('takes the best of several ways to one thing, and one answer for each thing', () => {
    const ways = [
      { id: 'item', unitIds: ['otherCity'] },
      { id: 'item', unitIds: ['county'] },
      { id: 'other', unitIds: ['otherCity'] },
    ];
    const answers = (role: Role) => [...decideEach(actor(role, 'county'), 'case.change', ways, units)];
    expect(answers('commander')).toEqual([
      ['item', 'allowed'],
      ['other', 'invisible'],
    ]);
    expect(answers('pilot')).toEqual([
      ['item', 'forbidden'],
      ['other', 'invisible'],
    ]);
  });

  it('confines an API key to its permissions', () => {
    const key = actor('case_handler', 'county', [], ['case.read']);
    expect(decide(key, 'case.read', countyCase, units)).toBe('allowed');
    expect(decide(key, 'case.change', countyCase, units)).toBe('forbidden');
  });
});

describe('the permission table', () => {
  const rules = Object.entries(PERMISSIONS) as [Permission, PermissionRule][];

  it('gives no administrator case content', () => {
    for (const name of CASE_CONTENT) {
      const { roles }: PermissionRule = PERMISSIONS[name];
      expect([name, roles.filter((role) => (ADMINISTRATOR_ROLES as readonly string[]).includes(role))]).toEqual([
        name,
        [],
      ]);
    }
    expect(CASE_CONTENT).toContain('evidence.read');
  });

  it('names only reading permissions that exist, held by everyone who may write', () => {
    for (const [name, { sees, roles }] of rules) {
      if (!sees) continue;
      const seeing: PermissionRule | undefined = PERMISSIONS[sees as Permission];
      expect([name, roles.filter((role) => !seeing?.roles.includes(role))]).toEqual([name, []]);
    }
  });
});
