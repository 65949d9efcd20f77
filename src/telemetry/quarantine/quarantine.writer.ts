import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { MAX_PAYLOAD_BYTES } from '../dialects/dialect.js';
import { storable } from '../dialects/lenient.js';
import type { IntakeItem } from '../intake/intake.rows.js';

const INSERT = `
INSERT INTO quarantine (id, received_at, topic, client_id, username, code, detail, raw, size_bytes, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`;

/** Keeps the messages that were refused. Rare, so a row at a time. */
export async function insertQuarantine(client: PoolClient, items: readonly IntakeItem[]): Promise<void> {
  for (const { origin, refusal } of items) {
    if (!refusal) continue;
    await client.query({
      name: 'telemetry-insert-quarantine',
      text: INSERT,
      values: [
        refusal.id,
        origin.receivedAt,
        storable(origin.topic),
        storable(origin.clientId),
        origin.username === null ? null : storable(origin.username),
        refusal.code,
        storable(refusal.detail),
        origin.raw.subarray(0, MAX_PAYLOAD_BYTES),
        origin.raw.length,
        createHash('sha256').update(origin.raw).digest(),
      ],
    });
  }
}
