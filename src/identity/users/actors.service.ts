import { Injectable } from '@nestjs/common';
import { AppError, Clock, UnitOfWork } from '../../platform/index.js';
import type { Permission } from '../access/permissions.js';
import type { UserActor } from '../access/user-actor.js';
import { LogInTokens } from '../auth/log-in-tokens.js';
import { IdentityErrors } from '../identity.errors.js';
import { UnitTree } from '../units/unit-tree.js';
import { UserRepository } from './user.repository.js';

/** How long another instance's change may stay unseen; revocation must bite within 5 s. */
const FRESH_MS = 3_000;

interface Remembered {
  readonly actor: UserActor;
  readonly loadedAt: number;
  /** Log-ins that were found live since. */
  readonly liveLogIns: Set<string>;
}

export interface ActorRequest {
  readonly userId: string;
  /** The log-in that the token came from; when it has ended, so has the token. */
  readonly logInId?: string;
  readonly requestId?: string;
  readonly apiKey?: { readonly id: string; readonly permissions: readonly Permission[] };
}

/** Turns a proven identity into the actor that access decisions need; briefly remembered. */
@Injectable()
export class Actors {
  private readonly remembered = new Map<string, Remembered>();
  private forgotten = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly tokens: LogInTokens,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  /** A person as they may act now; undefined when the account is gone or suspended. */
  async find(userId: string): Promise<UserActor | undefined> {
    try {
      return (await this.remember(userId)).actor;
    } catch (error) {
      if (error instanceof AppError && error.code === 'TOKEN_INVALID') return undefined;
      throw error;
    }
  }

  /** @throws TOKEN_INVALID when the account is gone or suspended, or the log-in has ended */
  async load({ userId, logInId, requestId, apiKey }: ActorRequest): Promise<UserActor> {
    const { actor, liveLogIns } = await this.remember(userId);
    if (logInId !== undefined && !liveLogIns.has(logInId)) {
      if (!(await this.unitOfWork.read((tx) => this.tokens.isLive(tx, { logInId, userId }))))
        throw IdentityErrors.TOKEN_INVALID();
      liveLogIns.add(logInId);
    }
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
    this.forgotten += 1;
  }

  private async remember(userId: string): Promise<Remembered> {
    const now = this.clock.now();
    const known = this.remembered.get(userId);
    if (known && now.getTime() - known.loadedAt < FRESH_MS) return known;
    const { forgotten } = this;
    const loaded = await this.fromDatabase(userId, now);
    // What was read while something changed may be the state before it: good for this caller, not for the next.
    if (forgotten === this.forgotten) this.remembered.set(userId, loaded);
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
    const { id, username, displayName, roles } = user;
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
    return { actor, loadedAt: now.getTime(), liveLogIns: new Set() };
  }
}
