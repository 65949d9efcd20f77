import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';

/** First key of the advisory locks on devices that get a secret; the second is one of 256 (decisions, 12). */
const ISSUING_LOCKS = 0x637265;

export interface LiveSecret {
  readonly id: string;
  readonly username: string;
  readonly secretSha256: Buffer;
  /** Only where an external broker that we administer may need it. */
  readonly secretSealed: Buffer | null;
  readonly expiresAt: Date | null;
  /** Of one that somebody minted; null: a lasting one of the device. */
  readonly minted: (Custody & { readonly userId: string }) | null;
}

/** A secret as it is kept. */
export interface KeptSecret {
  readonly username: string;
  readonly secretSha256: Buffer;
  readonly secretSealed: Buffer | null;
}

/** In whose hands a device is. */
export interface Custody {
  /** The device it travels with, or itself. */
  readonly heldAs: string;
  /** null: at its unit */
  readonly custodyId: string | null;
}

export interface MintedSecret extends Custody, KeptSecret {
  readonly deviceId: string;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly userId: string;
}

@Injectable()
export class CredentialRepository {
  /** The device's next secret; the earlier ones end in the same moment. */
  async replace(tx: Tx, deviceId: string, secret: KeptSecret, at: Date): Promise<void> {
    await this.lock(tx, deviceId);
    await tx.execute(`UPDATE mqtt_credential SET revoked_at = $2 WHERE device_id = $1 AND revoked_at IS NULL`, [
      deviceId,
      at,
    ]);
    await tx.execute(
      `INSERT INTO mqtt_credential (id, device_id, username, secret_sha256, secret_sealed, created_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), deviceId, secret.username, secret.secretSha256, secret.secretSealed, at],
    );
  }

  /** A secret for some hours beside the lasting one; the person's earlier ones of this device end. */
  async mint(tx: Tx, minted: MintedSecret): Promise<string> {
    const { deviceId, userId, at } = minted;
    await this.lock(tx, deviceId);
    await tx.execute(
      `UPDATE mqtt_credential SET revoked_at = $3 WHERE device_id = $1 AND user_id = $2 AND revoked_at IS NULL`,
      [deviceId, userId, at],
    );
    return this.mintBeside(tx, minted);
  }

  /** One more, that ends nothing. @returns its id */
  async mintBeside(tx: Tx, minted: MintedSecret): Promise<string> {
    const { deviceId, username, secretSha256, secretSealed, at, expiresAt, userId, heldAs, custodyId } = minted;
    const id = newId();
    await tx.execute(
      `INSERT INTO mqtt_credential (id, device_id, username, secret_sha256, created_at, expires_at, user_id, held_as,
         custody_id, secret_sealed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, deviceId, username, secretSha256, at, expiresAt, userId, heldAs, custodyId, secretSealed],
    );
    return id;
  }

  /** Ends what was minted before the device changed hands. @returns the devices whose lines have to end */
  async endMinted(tx: Tx, heldAs: string, before: Date, at: Date): Promise<string[]> {
    const ended = await tx.query<{ deviceId: string }>(
      `UPDATE mqtt_credential SET revoked_at = $3
       WHERE held_as = $1 AND user_id IS NOT NULL AND created_at < $2 AND revoked_at IS NULL
       RETURNING device_id AS "deviceId"`,
      [heldAs, before, at],
    );
    return [...new Set(ended.map(({ deviceId }) => deviceId))];
  }

  async end(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE mqtt_credential SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`, [id, at]);
  }

  /** Of two at once the second must see the first's secret to end it. */
  private async lock(tx: Tx, deviceId: string): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [ISSUING_LOCKS, deviceId]);
  }

  /** Hashes of the secrets that open a connection now, and who minted them. */
  async live(tx: Tx, deviceId: string, now: Date): Promise<LiveSecret[]> {
    return tx.query<LiveSecret>(
      `SELECT id, username, secret_sha256 AS "secretSha256", secret_sealed AS "secretSealed",
         expires_at AS "expiresAt", CASE WHEN user_id IS NOT NULL THEN
         jsonb_build_object('userId', user_id, 'heldAs', held_as, 'custodyId', custody_id) END AS minted
       FROM mqtt_credential
       WHERE device_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [deviceId, now],
    );
  }
}

/** Secrets are 256 random bits: nothing can be guessed, so no slow hash is needed. */
export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
