import { Injectable } from '@nestjs/common';
import { type Actor, PlatformErrors, Refusals } from '../../platform/index.js';
import { UnitTree } from '../units/unit-tree.js';
import { type AccessSubject, decideEach, holds } from './access.rules.js';
import { PERMISSIONS, type Permission, type PermissionRule } from './permissions.js';
import { asUser } from './user-actor.js';

/** What a list may show, for the WHERE of its one query. */
export interface AccessScope {
  readonly everything: boolean;
  readonly unitIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly sessionIds: readonly string[];
  readonly userId: string;
}

/** The one place where access is decided, always for sets of ids. */
@Injectable()
export class AccessService {
  constructor(
    private readonly units: UnitTree,
    private readonly refusals: Refusals,
  ) {}

  /** Whether the actor's roles hold the permission at all. */
  holds(actor: Actor, permission: Permission): boolean {
    return holds(asUser(actor), permission);
  }

  /** The allowed subset of `subjects`, by id. */
  allowed(actor: Actor, permission: Permission, subjects: readonly AccessSubject[]): ReadonlySet<string> {
    const answers = decideEach(asUser(actor), permission, subjects, this.units);
    return new Set([...answers].filter(([, answer]) => answer === 'allowed').map(([id]) => id));
  }

  /**
   * Lets pass, or refuses and has that recorded.
   * @throws NOT_FOUND when a subject is not even visible, FORBIDDEN when it is but may not be used so
   */
  require(actor: Actor, permission: Permission, subjects: readonly AccessSubject[]): void {
    const answers = decideEach(asUser(actor), permission, subjects, this.units);
    const refused = [...answers].filter(([, answer]) => answer !== 'allowed');
    if (refused.length === 0) return;
    const isHidden = refused.some(([, answer]) => answer === 'invisible');
    const refusal = isHidden ? PlatformErrors.NOT_FOUND() : PlatformErrors.FORBIDDEN();
    for (const [id] of refused)
      void this.refusals.note(actor, { action: permission, subject: { id }, details: { code: refusal.code } });
    throw refusal;
  }

  /** The reach of a reading permission as ids, for lists. Nothing when the role does not hold it. */
  scope(actor: Actor, permission: Permission): AccessScope {
    const user = asUser(actor);
    const { reach }: PermissionRule = PERMISSIONS[permission];
    const held = holds(user, permission);
    const grantsOf = (kind: 'case' | 'session') =>
      held && reach.includes(kind)
        ? [...new Set(user.grants.filter(({ scopeKind }) => scopeKind === kind).map(({ scopeId }) => scopeId))]
        : [];
    return {
      everything: held && reach.includes('all'),
      unitIds: held ? this.reachedUnits(reach, user.unitId) : [],
      caseIds: grantsOf('case'),
      sessionIds: grantsOf('session'),
      userId: user.id,
    };
  }

  private reachedUnits(reach: PermissionRule['reach'], unitId: string): readonly string[] {
    if (reach.includes('subtree')) return this.units.subtree(unitId);
    return reach.includes('own_unit') ? [unitId] : [];
  }
}
