import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { ObjectGrant } from './object.types.js';

@Injectable()
export class ObjectGrantRepository {
  async insert(tx: Tx, grant: ObjectGrant): Promise<void> {
    await tx.execute(
      `INSERT INTO object_grant (access_key, token_sha256, prefix, issued_at, expires_at, unit_id, user_id, device_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        grant.accessKey,
        grant.tokenSha256,
        grant.prefix,
        grant.issuedAt,
        grant.expiresAt,
        grant.unitId,
        grant.userId,
        grant.deviceId,
      ],
    );
  }

  async find(tx: Tx, accessKey: string): Promise<ObjectGrant | undefined> {
    return tx.queryOne<ObjectGrant>(
      `SELECT access_key AS "accessKey", token_sha256 AS "tokenSha256", prefix, issued_at AS "issuedAt",
         expires_at AS "expiresAt", revoked_at AS "revokedAt", unit_id AS "unitId", user_id AS "userId",
         device_id AS "deviceId"
       FROM object_grant WHERE access_key = $1`,
      [accessKey],
    );
  }

  /** Ends every credential of a device. */
  async revokeOfDevice(tx: Tx, deviceId: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE object_grant SET revoked_at = $2 WHERE device_id = $1 AND revoked_at IS NULL`, [
      deviceId,
      at,
    ]);
  }

  async revoke(tx: Tx, accessKey: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE object_grant SET revoked_at = $2 WHERE access_key = $1 AND revoked_at IS NULL`, [
      accessKey,
      at,
    ]);
  }

  async removeExpired(tx: Tx, before: Date): Promise<void> {
    await tx.execute(`DELETE FROM object_grant WHERE expires_at < $1`, [before]);
  }
}
