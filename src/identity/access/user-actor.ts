import type { Actor } from '../../platform/index.js';
import type { Permission } from './permissions.js';
import type { Role, Tier } from './roles.js';

export interface Grant {
  readonly scopeKind: 'case' | 'session';
  readonly scopeId: string;
  readonly capability: 'read' | 'write';
}

/** A person (or an API key acting for one), with everything that access decisions need. */
export interface UserActor extends Actor {
  readonly kind: 'user';
  readonly username: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly tier: Tier;
  readonly roles: readonly Role[];
  readonly grants: readonly Grant[];
  /** Undefined for people; an API key is confined to these. */
  readonly onlyPermissions?: readonly Permission[];
}

/** @throws when the actor is not a person: the caller's rule should have kept devices and the system out */
export function asUser(actor: Actor): UserActor {
  if (actor.kind !== 'user') throw new Error(`a person was expected, not ${actor.kind} ${actor.id}`);
  return actor as UserActor;
}
