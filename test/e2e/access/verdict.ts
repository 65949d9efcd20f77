import {
  type Permission,
  PERMISSIONS,
  type PermissionRule,
  type Reach,
  type Role,
} from '../../../src/identity/index.js';

/** Whose an object is, as docs/generated/permissions.md means it. */
export interface Belonging {
  readonly unitIds?: readonly string[];
  readonly userIds?: readonly string[];
  readonly caseId?: string;
  readonly sessionId?: string;
}

/** One question that a request raises; `sees` where another permission than the table's decides between 403 and 404. */
export interface Demand {
  readonly permission: Permission;
  readonly on: Belonging;
  readonly sees?: Permission;
}

export interface Membership {
  readonly kind: 'case' | 'session';
  readonly id: string;
  readonly writes: boolean;
}

/** Someone who asks, with everything the table looks at. */
export interface Asker {
  readonly id: string;
  readonly role: Role;
  readonly unitId: string;
  readonly memberships: readonly Membership[];
  /** An API key is confined to these. */
  readonly onlyPermissions?: readonly Permission[];
}

export type Verdict = 'allowed' | 'forbidden' | 'invisible';

/** Each unit's parent, as `GET /units` tells it. */
export type Parents = ReadonlyMap<string, string | null>;

/**
 * What the table and the tree say, read a second time from their description and not by the service's own code:
 * whoever does not hold the permission is forbidden; what is out of reach is invisible, unless its reading permission
 * (`sees`) reaches it.
 */
export function verdictOf(asker: Asker, demand: Demand, parents: Parents): Verdict {
  const rule: PermissionRule = PERMISSIONS[demand.permission];
  const held = holds(asker, demand.permission);
  if (held && rule.reach.some((reach) => reaches(asker, reach, demand, parents))) return 'allowed';
  const sees = demand.sees ?? (rule.sees as Permission | undefined);
  if (!sees) return held ? 'invisible' : 'forbidden';
  const seen = verdictOf(asker, { permission: sees, on: demand.on }, parents) === 'allowed';
  return seen ? 'forbidden' : 'invisible';
}

export function holds({ role, onlyPermissions }: Asker, permission: Permission): boolean {
  const { roles }: PermissionRule = PERMISSIONS[permission];
  return roles.includes(role) && (onlyPermissions?.includes(permission) ?? true);
}

function reaches(asker: Asker, reach: Reach, { permission, on }: Demand, parents: Parents): boolean {
  const { unitIds = [], userIds = [], caseId, sessionId } = on;
  const { writes = false }: PermissionRule = PERMISSIONS[permission];
  const memberOf = (id: string | undefined) =>
    asker.memberships.some((one) => one.id === id && one.kind === reach && (one.writes || !writes));
  const tests: Readonly<Record<Reach, () => boolean>> = {
    all: () => true,
    own_unit: () => unitIds.includes(asker.unitId),
    subtree: () => unitIds.some((unitId) => lineOf(unitId, parents).includes(asker.unitId)),
    upward: () => unitIds.some((unitId) => lineOf(asker.unitId, parents).includes(unitId)),
    self: () => userIds.includes(asker.id),
    case: () => memberOf(caseId),
    session: () => memberOf(sessionId),
  };
  return tests[reach]();
}

/** The unit and everything above it. */
function lineOf(unitId: string, parents: Parents): string[] {
  const parent = parents.get(unitId);
  return parent ? [unitId, ...lineOf(parent, parents)] : [unitId];
}
