import { PERMISSIONS, type Permission, type PermissionRule, type Reach } from './permissions.js';
import type { UserActor } from './user-actor.js';

/** An object as access sees it: whose it is, and which case or session it belongs to. */
export interface AccessSubject {
  readonly id: string;
  /** Units that own or hold it. */
  readonly unitIds?: readonly string[];
  readonly userIds?: readonly string[];
  readonly caseId?: string | null;
  readonly sessionId?: string | null;
}

/** The part of the unit tree that rules ask about. */
export interface UnitAncestry {
  /** True when `unitId` is `ancestorId` or stands below it. */
  isWithin(unitId: string, ancestorId: string): boolean;
}

export type AccessAnswer = 'allowed' | 'forbidden' | 'invisible';

export function holds(actor: UserActor, permission: Permission): boolean {
  const rule: PermissionRule = PERMISSIONS[permission];
  if (actor.onlyPermissions && !actor.onlyPermissions.includes(permission)) return false;
  return actor.roles.some((role) => rule.roles.includes(role));
}

/** Whether the actor may use `permission` on `subject`; `invisible` answers like a thing that does not exist. */
export function decide(
  actor: UserActor,
  permission: Permission,
  subject: AccessSubject,
  units: UnitAncestry,
): AccessAnswer {
  const rule: PermissionRule = PERMISSIONS[permission];
  if (holds(actor, permission) && reaches(actor, rule, subject, units)) return 'allowed';
  const sees = rule.sees as Permission | undefined;
  if (sees) return decide(actor, sees, subject, units) === 'allowed' ? 'forbidden' : 'invisible';
  return holds(actor, permission) ? 'invisible' : 'forbidden';
}

/** Best first. */
const ANSWERS: readonly AccessAnswer[] = ['allowed', 'forbidden', 'invisible'];

/** The answer for each id; subjects with the same id are several ways to one thing, of which the best counts. */
export function decideEach(
  actor: UserActor,
  permission: Permission,
  subjects: readonly AccessSubject[],
  units: UnitAncestry,
): ReadonlyMap<string, AccessAnswer> {
  const answers = new Map<string, AccessAnswer>();
  for (const subject of subjects) {
    const answer = decide(actor, permission, subject, units);
    const known = answers.get(subject.id);
    if (!known || ANSWERS.indexOf(answer) < ANSWERS.indexOf(known)) answers.set(subject.id, answer);
  }
  return answers;
}

function reaches(actor: UserActor, rule: PermissionRule, subject: AccessSubject, units: UnitAncestry): boolean {
  const unitIds = subject.unitIds ?? [];
  const tests: Readonly<Record<Reach, () => boolean>> = {
    all: () => true,
    own_unit: () => unitIds.includes(actor.unitId),
    subtree: () => unitIds.some((unitId) => units.isWithin(unitId, actor.unitId)),
    upward: () => unitIds.some((unitId) => units.isWithin(actor.unitId, unitId)),
    self: () => subject.userIds?.includes(actor.id) ?? false,
    case: () => isMember(actor, 'case', subject.caseId, rule.writes),
    session: () => isMember(actor, 'session', subject.sessionId, rule.writes),
  };
  return rule.reach.some((reach) => tests[reach]());
}

function isMember(actor: UserActor, kind: 'case' | 'session', id: string | null | undefined, writes = false): boolean {
  return (
    typeof id === 'string' &&
    actor.grants.some(
      ({ scopeKind, scopeId, capability }) =>
        scopeKind === kind && scopeId === id && (!writes || capability === 'write'),
    )
  );
}
