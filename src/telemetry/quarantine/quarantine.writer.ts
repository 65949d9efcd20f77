import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { together } from '../../platform/index.js';
import { MAX_PAYLOAD_BYTES } from '../dialects/dialect.js';
import { storable } from '../dialects/lenient.js';
import type { IntakeItem, Origin, Refusal } from '../intake/intake.rows.js';

const INSERT = `
INSERT INTO quarantine AS known (id, received_at, topic, client_id, username, code, detail, raw, size_bytes, sha256, message_key,
  last_received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $2)
ON CONFLICT (message_key) WHERE message_key IS NOT NULL
DO UPDATE SET times = known.times + 1, last_received_at = greatest(known.last_received_at, excluded.received_at)
  WHERE known.id <> excluded.id`;

/**
 * Keeps the messages that were refused: one that comes again once, and how often. Those written before, by their id or
 * because they are read again out of quarantine, did not come again. Rare, so a row at a time.
 */
export async function insertQuarantine(client: PoolClient, items: readonly IntakeItem[]): Promise<void> {
  const keyed = items.flatMap(({ origin, refusal, heldAs }) =>
    refusal && heldAs === undefined ? [{ origin, refusal, key: messageKey(origin, refusal.code) }] : [],
  );
  // In the order of their keys: two batches with the same repeats would wait for each other.
  const ordered = keyed.toSorted((one, other) => one.key.compare(other.key));
  await together(ordered.map(({ origin, refusal, key }) => client.query(insertionOf(origin, refusal, key))));
}

function insertionOf(origin: Origin, refusal: Refusal, key: Buffer) {
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
      key,
    ],
  };
}

/** Alike for the same bytes of the same sender, refused for the same reason. Each part ends where its length says. */
function messageKey({ topic, username, raw }: Origin, code: string): Buffer {
  const head = JSON.stringify([code, username, topic, raw.length]);
  return createHash('sha256').update(head, 'utf8').update(raw).digest();
}
