import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { AccessService } from '../access/access.service.js';
import { asUser } from '../access/user-actor.js';
import { IdentityErrors } from '../identity.errors.js';
import { UnitTree } from '../units/unit-tree.js';
import { UserRepository } from '../users/user.repository.js';
import { ApiKeyRepository, type ApiKeyRow } from './api-key.repository.js';
import type { ApiKeyCreate } from './api-key.schemas.js';
import { API_KEY_PREFIX } from './authenticator.js';
import { newSecret, sha256 } from './secrets.js';

/** Keys for machines: each acts for one user, within named permissions, until a date. Stored as SHA-256. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly apiKeys: ApiKeyRepository,
    private readonly users: UserRepository,
    private readonly units: UnitTree,
    private readonly access: AccessService,
    private readonly audit: AuditTrail,
  ) {}

  async create(actor: Actor, input: z.output<typeof ApiKeyCreate>): Promise<ApiKeyRow & { key: string }> {
    const key = API_KEY_PREFIX + newSecret();
    return this.unitOfWork.run(actor, async (tx) => {
      await this.requireManaged(tx, input.userId, IdentityErrors.USER_UNKNOWN);
      const row = await this.apiKeys.create(tx, input, sha256(key));
      await this.audit.record(tx, {
        action: 'apiKey.create',
        subject: { kind: 'api_key', id: row.id },
        details: { ...input },
      });
      return { ...row, key };
    });
  }

  async list(actor: Actor): Promise<ApiKeyRow[]> {
    return this.unitOfWork.read((tx) => this.apiKeys.list(tx, this.units.subtree(asUser(actor).unitId)));
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      const key = await this.apiKeys.find(tx, id);
      if (!key) throw PlatformErrors.NOT_FOUND();
      await this.requireManaged(tx, key.userId, PlatformErrors.NOT_FOUND);
      await this.apiKeys.revoke(tx, id);
      await this.audit.record(tx, { action: 'apiKey.revoke', subject: { kind: 'api_key', id } });
    });
  }

  private async requireManaged(tx: Tx, userId: string, absent: () => Error): Promise<void> {
    const user = await this.users.find(tx, userId);
    if (!user) throw absent();
    this.access.require(tx.actor, 'apiKey.manage', [{ id: user.id, unitIds: [user.unitId] }]);
  }
}
