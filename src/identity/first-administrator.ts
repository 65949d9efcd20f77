import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, newId, StartError, SYSTEM, UnitOfWork } from '../platform/index.js';
import { AccountAccess } from './users/account-access.js';
import { Unit } from './units/unit.entity.js';
import { UnitTree } from './units/unit-tree.js';
import { AppUser } from './users/app-user.entity.js';
import { UserRepository } from './users/user.repository.js';

export class AlreadyInitialised extends StartError {
  override readonly name = 'AlreadyInitialised';
}

/** The first unit and its security administrator, who then makes everyone else. Works once. */
@Injectable()
export class FirstAdministrator {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly units: UnitTree,
    private readonly accounts: AccountAccess,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @returns the secret of a one-time link that sets the password. @throws AlreadyInitialised */
  async create(username: string, unitName: string): Promise<string> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      await tx.execute(`LOCK TABLE app_user IN EXCLUSIVE MODE`);
      if ((await tx.repository(AppUser).count()) > 0)
        throw new AlreadyInitialised('This installation has users already.');
      const createdAt = this.clock.now();
      const unitId = newId();
      await tx.repository(Unit).insert({
        id: unitId,
        parentId: null,
        tier: 'province',
        adcode: null,
        name: unitName,
        lon: null,
        lat: null,
        createdAt,
      });
      const { id } = await this.users.create(tx, {
        username,
        displayName: username,
        unitId,
        roles: ['security_admin'],
      });
      await this.audit.record(tx, {
        action: 'identity.init',
        subject: { kind: 'user', id },
        details: { username, unitName },
      });
      await this.units.reload(tx);
      return this.accounts.createPasswordLink(tx, id);
    });
  }
}
