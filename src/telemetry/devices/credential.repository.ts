import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';

/** First key of the advisory locks on devices that get a secret; the second is one of 256 (decisions, 12). */
const ISSUING_LOCKS = 0x637265;

@Injectable()
export class CredentialRepository {
  /** The device's next secret; the earlier ones end in the same moment. */
  async replace(tx: Tx, deviceId: string, username: string, secretSha256: Buffer, at: Date): Promise<void> {
    // Of two at once the second must see the first's secret to end it.
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [ISSUING_LOCKS, deviceId]);
    await tx.execute(`UPDATE mqtt_credential SET revoked_at = $2 WHERE device_id = $1 AND revoked_at IS NULL`, [
      deviceId,
      at,
    ]);
    await tx.execute(
      `INSERT INTO mqtt_credential (id, device_id, username, secret_sha256, created_at) VALUES ($1, $2, $3, $4, $5)`,
      [newId(), deviceId, username, secretSha256, at],
    );
  }

  /** Hashes of the secrets that open a connection now. */
  async live(tx: Tx, deviceId: string, now: Date): Promise<Buffer[]> {
    const rows = await tx.query<{ secretSha256: Buffer }>(
      `SELECT secret_sha256 AS "secretSha256" FROM mqtt_credential
       WHERE device_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [deviceId, now],
    );
    return rows.map(({ secretSha256 }) => secretSha256);
  }
}

/** Secrets are 256 random bits: nothing can be guessed, so no slow hash is needed. */
export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
