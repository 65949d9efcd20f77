import type { MigrationInterface, QueryRunner } from 'typeorm';

const TOMBSTONES = `SELECT id FROM evidence_item WHERE state = 'removed' AND is_removal_confirmed(id)`;
/** Rows of one item that say something of its bytes. */
const OF_ITEM = [
  'evidence_recheck',
  'corroboration',
  'evidence_verdict',
  'evidence_claim',
  'evidence_footprint',
  'evidence_layer_tag',
  'evidence_correction',
  'capture_set_member',
  'evidence_upload',
] as const;

/** What was said of bytes that were removed goes as well where a removal did not take it along yet. */
export class ClearOlderTombstones1764000078010 implements MigrationInterface {
  name = 'ClearOlderTombstones1764000078010';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of OF_ITEM) await runner.query(`DELETE FROM ${table} WHERE item_id IN (${TOMBSTONES})`);
    for (const statement of [pair, announcement, seal, measurement, receipt, arrival, reading])
      await runner.query(statement);
  }

  /** What is gone does not come back. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}

const pair = `
DELETE FROM evidence_pair WHERE before_item_id IN (${TOMBSTONES}) OR after_item_id IN (${TOMBSTONES})`;

const announcement = `
DELETE FROM evidence_link WHERE kind = 'announcement' AND item_id IN (${TOMBSTONES})`;

const seal = `
UPDATE evidence_seal SET record = NULL, reason = NULL,
  verdicts = (SELECT coalesce(jsonb_agg(verdict || '{"explanation": null}' ORDER BY place), '[]')
    FROM jsonb_array_elements(verdicts) WITH ORDINALITY AS v (verdict, place))
WHERE record IS NOT NULL AND item_id IN (${TOMBSTONES})`;

const measurement = `
UPDATE measurement m SET title = NULL, geometry = NULL, bounds = NULL, inputs = '{}'
WHERE jsonb_array_length(m.items) > 0
  AND NOT EXISTS (SELECT FROM jsonb_array_elements(m.items) AS one
    WHERE NOT is_removal_confirmed((one ->> 'itemId')::uuid))`;

const receipt = `
UPDATE evidence_intake_file SET path = 'removed/' || item_id WHERE item_id IN (${TOMBSTONES})`;

const arrival = `
UPDATE arrived_media SET is_first = false, device_id = NULL, name = NULL, fingerprint = NULL, tiny_fingerprint = NULL
WHERE item_id IN (${TOMBSTONES})`;

// Bytes may be of several records, or have come again.
const reading = `
DELETE FROM media_reading r
WHERE EXISTS (SELECT FROM evidence_item i WHERE i.sha256 = r.sha256 AND i.state = 'removed')
  AND NOT EXISTS (SELECT FROM evidence_item i WHERE i.sha256 = r.sha256 AND i.state <> 'removed')
  AND NOT EXISTS (SELECT FROM evidence_quarantine q WHERE q.sha256 = r.sha256)`;
