import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '../../platform/index.js';
import type { Permission } from '../access/permissions.js';
import type { UserActor } from '../access/user-actor.js';
import { IdentityErrors } from '../identity.errors.js';
import { UnitTree } from '../units/unit-tree.js';
import { UserRepository } from './user.repository.js';

/** How long another instance's change may stay unseen; revocation must bite within 5 s. */
const FRESH_MS = 3_000;

interface Remembered {
  readonly actor: UserActor;
  readonly accessVersion: number;
  readonly loadedAt: number;
}

export interface ActorRequest {
  readonly userId: string;
  /** The version the token was issued for; older than the account's: the token has ended. */
  readonly accessVersion?: number;
  readonly requestId?: string;
  readonly apiKey?: { readonly id: string; readonly permissions: readonly Permission[] };
}

/** Turns a proven identity into the actor that access decisions need; briefly remembered. */
@Injectable()
export class Actors {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  /** @throws TOKEN_INVALID when the account is gone, suspended, or has moved past the token */
  async load({ userId, accessVersion, requestId, apiKey }: ActorRequest): Promise<UserActor> {
    const { actor, accessVersion: current } = await this.remember(userId);
    if (accessVersion !== undefined && accessVersion !== current) throw IdentityErrors.TOKEN_INVALID();
    return {
      ...actor,
      requestId,
      ...(apiKey && {
        onlyPermissions: apiKey.permissions,
        apiKeyId: apiKey.id,
        snapshot: { ...actor.snapshot, apiKeyId: apiKey.id },
      }),
    };
  }

  /** Forgets what was remembered, so that a change here is seen at once. */
  forget(userId: string): void {
    this.remembered.delete(userId);
  }

  private async remember(userId: string): Promise<Remembered> {
    const now = this.clock.now();
    const known = this.remembered.get(userId);
    if (known && now.getTime() - known.loadedAt < FRESH_MS) return known;
    const loaded = await this.fromDatabase(userId, now);
    this.remembered.set(userId, loaded);
    return loaded;
  }

  private async fromDatabase(userId: string, now: Date): Promise<Remembered> {
    const [user, grants] = await this.unitOfWork.read(
      async (tx) => [await this.users.find(tx, userId), await this.users.grantsOf(tx, userId, now)] as const,
    );
    const unit = user && (await this.units.lookUp(user.unitId));
    if (!user || !unit || user.state !== 'active') {
      this.remembered.delete(userId);
      throw IdentityErrors.TOKEN_INVALID();
    }
    const { id, username, displayName, roles, accessVersion } = user;
    const actor: UserActor = {
      kind: 'user',
      id,
      name: displayName,
      username,
      unitId: unit.id,
      unitName: unit.name,
      tier: unit.tier,
      roles,
      grants,
      snapshot: { username, displayName, unitId: unit.id, unitName: unit.name, tier: unit.tier, roles },
    };
    return { actor, accessVersion, loadedAt: now.getTime() };
  }
}
