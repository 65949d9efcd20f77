import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '../../platform/index.js';
import type { Permission } from '../access/permissions.js';

export interface ApiKeyRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly permissions: Permission[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export type NewApiKey = Pick<ApiKeyRow, 'userId' | 'name' | 'permissions' | 'expiresAt'>;

const COLUMNS = `id, user_id AS "userId", name, permissions, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"`;

/** The only SQL on API keys. */
@Injectable()
export class ApiKeyRepository {
  constructor(private readonly clock: Clock) {}

  async create(tx: Tx, key: NewApiKey, keySha256: Buffer): Promise<ApiKeyRow> {
    const row = { ...key, id: newId(), createdAt: this.clock.now(), revokedAt: null };
    await tx.execute(
      `INSERT INTO api_key (id, user_id, name, key_sha256, permissions, created_at, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [row.id, row.userId, row.name, keySha256, row.permissions, row.createdAt, tx.actor.id, row.expiresAt],
    );
    return row;
  }

  async findLive(tx: Tx, keySha256: Buffer): Promise<ApiKeyRow | undefined> {
    return tx.queryOne<ApiKeyRow>(
      `SELECT ${COLUMNS} FROM api_key WHERE key_sha256 = $1 AND revoked_at IS NULL AND expires_at > $2`,
      [keySha256, this.clock.now()],
    );
  }

  /** The key, and the unit of the person it acts for. */
  async find(tx: Tx, id: string): Promise<(ApiKeyRow & { readonly unitId: string }) | undefined> {
    return tx.queryOne(
      `SELECT ${COLUMNS}, (SELECT unit_id FROM app_user WHERE id = user_id) AS "unitId" FROM api_key WHERE id = $1`,
      [id],
    );
  }

  async list(tx: Tx, unitIds: readonly string[]): Promise<ApiKeyRow[]> {
    return tx.query<ApiKeyRow>(
      `SELECT ${COLUMNS} FROM api_key WHERE user_id IN (SELECT id FROM app_user WHERE unit_id = ANY($1)) ORDER BY id`,
      [unitIds],
    );
  }

  async revoke(tx: Tx, id: string): Promise<void> {
    await tx.execute(`UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`, [id, this.clock.now()]);
  }
}
