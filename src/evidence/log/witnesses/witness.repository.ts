import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';

export interface CosignatureRow {
  readonly size: number;
  readonly name: string;
  readonly keyId: string;
  readonly signature: Buffer;
  readonly signedAt: Date;
  readonly receivedAt: Date;
}

const COSIGNATURE = `size::float8 AS size, name, key_id AS "keyId", signature, signed_at AS "signedAt",
  received_at AS "receivedAt"`;

@Injectable()
export class WitnessRepository {
  /** The first one of a witness for a head stays. */
  async insertIfNew(tx: Tx, { size, name, keyId, signature, signedAt, receivedAt }: CosignatureRow): Promise<void> {
    await tx.execute(
      `INSERT INTO log_cosignature (size, name, key_id, signature, signed_at, received_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (size, name, key_id) DO NOTHING`,
      [size, name, keyId, signature, signedAt, receivedAt],
    );
  }

  async ofSize(tx: Tx, size: number): Promise<CosignatureRow[]> {
    return tx.query<CosignatureRow>(
      `SELECT ${COSIGNATURE} FROM log_cosignature WHERE size = $1 ORDER BY name, key_id`,
      [size],
    );
  }

  /** The newest head that anybody cosigned. */
  async latestSize(tx: Tx): Promise<number | undefined> {
    const row = await tx.queryOne<{ size: number | null }>(`SELECT max(size)::float8 AS size FROM log_cosignature`);
    return row?.size ?? undefined;
  }
}
