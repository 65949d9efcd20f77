import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, Clock, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { AccessService } from '../access/access.service.js';
import { asUser } from '../access/user-actor.js';
import { IdentityErrors } from '../identity.errors.js';
import { Revocation } from '../users/revocation.js';
import { ApiKeyRepository, type ApiKeyRow } from './api-key.repository.js';
import type { ApiKeyCreate } from './api-key.schemas.js';
import { API_KEY_PREFIX } from './authenticator.js';
import { newSecret, sha256 } from './secrets.js';

const LONGEST_LIFE_YEARS = 2;

/**
 * Keys for machines: each acts for the person who made it, within named permissions, until a date. Stored as SHA-256.
 * Administrators only list and revoke them: a key made for someone else would open that person's cases.
 */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly apiKeys: ApiKeyRepository,
    private readonly revocation: Revocation,
    private readonly access: AccessService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws FORBIDDEN for another person's account or through a key, API_KEY_EXPIRY_INVALID */
  async create(actor: Actor, input: z.output<typeof ApiKeyCreate>): Promise<ApiKeyRow & { key: string }> {
    const { id: holderId, onlyPermissions } = asUser(actor);
    const userId = input.userId ?? holderId;
    this.access.require(actor, 'apiKey.create', [{ id: userId, userIds: [userId] }]);
    if (onlyPermissions) throw PlatformErrors.FORBIDDEN();
    this.assertExpiry(input.expiresAt);
    const key = API_KEY_PREFIX + newSecret();
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.apiKeys.create(tx, { ...input, userId }, sha256(key));
      await this.audit.record(tx, {
        action: 'apiKey.create',
        subject: { kind: 'api_key', id: row.id },
        details: { ...input, userId },
      });
      return { ...row, key };
    });
  }

  async list(actor: Actor): Promise<ApiKeyRow[]> {
    return this.unitOfWork.read((tx) => this.apiKeys.list(tx, this.access.scope(actor, 'apiKey.manage').unitIds));
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      const key = await this.apiKeys.find(tx, id);
      if (!key) throw PlatformErrors.NOT_FOUND();
      this.access.require(actor, 'apiKey.manage', [{ id, unitIds: [key.unitId] }]);
      await this.revocation.endKey(tx, key);
      await this.audit.record(tx, { action: 'apiKey.revoke', subject: { kind: 'api_key', id } });
    });
  }

  private assertExpiry(expiresAt: Date): void {
    const now = this.clock.now();
    const latest = new Date(now);
    latest.setUTCFullYear(latest.getUTCFullYear() + LONGEST_LIFE_YEARS);
    if (expiresAt <= now || expiresAt > latest) throw IdentityErrors.API_KEY_EXPIRY_INVALID();
  }
}
