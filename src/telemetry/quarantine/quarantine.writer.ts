import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { together } from '../../platform/index.js';
import { MAX_PAYLOAD_BYTES } from '../dialects/dialect.js';
import { storable } from '../dialects/lenient.js';
import type { IntakeItem, Origin, Refusal } from '../intake/intake.rows.js';

const INSERT = `
INSERT INTO quarantine (id, received_at, topic, client_id, username, code, detail, raw, size_bytes, sha256, message_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`;

/** Keeps the messages that were refused, one that comes again once. Rare, so a row at a time. */
export async function insertQuarantine(client: PoolClient, items: readonly IntakeItem[]): Promise<void> {
  await together(items.flatMap(({ origin, refusal }) => (refusal ? client.query(insertionOf(origin, refusal)) : [])));
}

function insertionOf(origin: Origin, refusal: Refusal) {
  return {
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
      messageKey(origin, refusal.code),
    ],
  };
}

/** Alike for the same bytes of the same sender, refused for the same reason. Each part ends where its length says. */
function messageKey({ topic, username, raw }: Origin, code: string): Buffer {
  const head = JSON.stringify([code, username, topic, raw.length]);
  return createHash('sha256').update(head, 'utf8').update(raw).digest();
}
