import { Injectable } from '@nestjs/common';
import { type Actor, PlatformErrors, type Tx } from '../../platform/index.js';
import { AccessService } from '../access/access.service.js';
import type { Permission } from '../access/permissions.js';
import type { AppUser } from './app-user.entity.js';
import { UserRepository } from './user.repository.js';

/** Whether somebody may do something about a person. */
@Injectable()
export class PersonAccess {
  constructor(
    private readonly users: UserRepository,
    private readonly access: AccessService,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async require(tx: Tx, actor: Actor, permission: Permission, userId: string): Promise<AppUser> {
    return this.allowed(actor, permission, await this.users.find(tx, userId));
  }

  /** The same, with the person's row locked. @throws NOT_FOUND, FORBIDDEN */
  async requireLocked(tx: Tx, actor: Actor, permission: Permission, userId: string): Promise<AppUser> {
    return this.allowed(actor, permission, await this.users.lock(tx, userId));
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  requireUnit(actor: Actor, permission: Permission, unitId: string): void {
    this.access.require(actor, permission, [{ id: unitId, unitIds: [unitId] }]);
  }

  /** Whose records a list may show: people of these units, and oneself. */
  reachOf(actor: Actor, permission: Permission): { readonly unitIds: readonly string[]; readonly selfId: string } {
    const { unitIds, userId: selfId } = this.access.scope(actor, permission);
    return { unitIds, selfId };
  }

  private allowed(actor: Actor, permission: Permission, user: AppUser | null): AppUser {
    if (!user) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [{ id: user.id, unitIds: [user.unitId], userIds: [user.id] }]);
    return user;
  }
}
