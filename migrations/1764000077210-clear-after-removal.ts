import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of one item that go with its bytes, as its claims and its checks do. */
const GO_WITH_ITEM = ['evidence_layer_tag', 'evidence_correction'] as const;
/** Tables whose rows say something of an item's bytes: a tombstone gets none. */
const OF_ITEM = [
  'evidence_claim',
  'corroboration',
  'evidence_footprint',
  'evidence_layer_tag',
  'evidence_correction',
  'evidence_seal',
] as const;

/** What was read out of bytes or said of them goes when they are removed, and does not come again. */
export class ClearAfterRemoval1764000077210 implements MigrationInterface {
  name = 'ClearAfterRemoval1764000077210';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [ofItem, footprint, link, pair, seal, measurement, nothingNew])
      await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of OF_ITEM) await runner.query(`DROP TRIGGER ${table}_of_standing_item ON ${table};`);
    for (const table of GO_WITH_ITEM) await runner.query(`DROP TRIGGER ${table}_removed_only ON ${table};`);
    await runner.query(`
DROP TRIGGER evidence_footprint_removed_only ON evidence_footprint;
DROP TRIGGER evidence_link_removed_only ON evidence_link;
DROP TRIGGER evidence_link_kept ON evidence_link;
DROP TRIGGER evidence_pair_removed_only ON evidence_pair;
DROP TRIGGER evidence_seal_removed_only ON evidence_seal;
DROP TRIGGER measurement_removed_only ON measurement;
DROP INDEX ix_measurement_items;
DROP TRIGGER evidence_footprint_kept ON evidence_footprint;
CREATE TRIGGER evidence_footprint_kept BEFORE DELETE OR TRUNCATE ON evidence_footprint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DROP FUNCTION refuse_of_tombstone, refuse_pair_unless_removed, refuse_seal_unless_removed,
  refuse_measurement_unless_removed, is_removal_confirmed;
ALTER TABLE evidence_seal ALTER COLUMN record SET NOT NULL;`);
    for (const table of [
      'evidence_layer_tag',
      'evidence_correction',
      'evidence_link',
      'evidence_pair',
      'evidence_seal',
    ])
      await runner.query(allRefused(table));
    await runner.query(allRefused('measurement'));
  }
}

const allRefused = (table: string): string => `
DROP TRIGGER ${table}_append_only ON ${table};
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const refusedBut = (table: string, but: 'DELETE' | 'UPDATE'): string => `
DROP TRIGGER ${table}_append_only ON ${table};
CREATE TRIGGER ${table}_append_only BEFORE ${but === 'DELETE' ? 'UPDATE' : 'DELETE'} OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const ofItem = `
CREATE FUNCTION is_removal_confirmed(item uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM evidence_removal WHERE item_id = item AND state = 'confirmed')
$$;
${GO_WITH_ITEM.map(
  (table) => `${refusedBut(table, 'DELETE')}
CREATE TRIGGER ${table}_removed_only BEFORE DELETE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_removed();`,
).join('')}
`;

const footprint = `
DROP TRIGGER evidence_footprint_kept ON evidence_footprint;
CREATE TRIGGER evidence_footprint_kept BEFORE TRUNCATE ON evidence_footprint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_footprint_removed_only BEFORE DELETE ON evidence_footprint
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_removed();
`;

// What a gateway said of the file goes with the file; what the pool, the plans and the track say of its device stays.
const link = `${refusedBut('evidence_link', 'DELETE')}
CREATE TRIGGER evidence_link_kept BEFORE DELETE ON evidence_link
  FOR EACH ROW WHEN (OLD.kind <> 'announcement') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_link_removed_only BEFORE DELETE ON evidence_link
  FOR EACH ROW WHEN (OLD.kind = 'announcement') EXECUTE FUNCTION refuse_unless_removed();
`;

const pair = `${refusedBut('evidence_pair', 'DELETE')}
CREATE FUNCTION refuse_pair_unless_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_removal_confirmed(OLD.before_item_id) OR is_removal_confirmed(OLD.after_item_id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER evidence_pair_removed_only BEFORE DELETE ON evidence_pair
  FOR EACH ROW EXECUTE FUNCTION refuse_pair_unless_removed();
`;

// The log proves the digest of the record; that stays. The record itself, and what was said freely, goes.
const seal = `${refusedBut('evidence_seal', 'UPDATE')}
ALTER TABLE evidence_seal ALTER COLUMN record DROP NOT NULL;
CREATE FUNCTION refuse_seal_unless_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_removal_confirmed(OLD.item_id) AND NEW.record IS NULL AND NEW.reason IS NULL
    AND NEW.verdicts = (SELECT coalesce(jsonb_agg(verdict || '{"explanation": null}' ORDER BY place), '[]')
      FROM jsonb_array_elements(OLD.verdicts) WITH ORDINALITY AS v (verdict, place))
    AND (OLD.id, OLD.item_id, OLD.case_id, OLD.rule_set, OLD.acknowledged, OLD.record_sha256, OLD.sealed_at,
      OLD.sealed_by, OLD.sealer)
      IS NOT DISTINCT FROM (NEW.id, NEW.item_id, NEW.case_id, NEW.rule_set, NEW.acknowledged, NEW.record_sha256,
      NEW.sealed_at, NEW.sealed_by, NEW.sealer) THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER evidence_seal_removed_only BEFORE UPDATE ON evidence_seal
  FOR EACH ROW EXECUTE FUNCTION refuse_seal_unless_removed();
COMMENT ON COLUMN evidence_seal.record IS 'canonical JSON of everything the item said when it was sealed; absent of a removed item';
`;

// A figure outlives what it was measured from; where and from what height it was taken off goes with the last of it.
const measurement = `${refusedBut('measurement', 'UPDATE')}
CREATE INDEX ix_measurement_items ON measurement USING gin (items jsonb_path_ops);
CREATE FUNCTION refuse_measurement_unless_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF jsonb_array_length(OLD.items) > 0
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(OLD.items) AS one
      WHERE NOT is_removal_confirmed((one ->> 'itemId')::uuid))
    AND NEW.title IS NULL AND NEW.geometry IS NULL AND NEW.bounds IS NULL AND NEW.inputs = '{}'
    AND (OLD.id, OLD.kind, OLD.unit_id, OLD.case_id, OLD.items, OLD.method, OLD.result, OLD.uncertainty,
      OLD.measured_by, OLD.measurer, OLD.measured_at)
      IS NOT DISTINCT FROM (NEW.id, NEW.kind, NEW.unit_id, NEW.case_id, NEW.items, NEW.method, NEW.result,
      NEW.uncertainty, NEW.measured_by, NEW.measurer, NEW.measured_at) THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER measurement_removed_only BEFORE UPDATE ON measurement
  FOR EACH ROW EXECUTE FUNCTION refuse_measurement_unless_removed();
`;

// The lock waits for a removal under way, and then finds the item gone.
const nothingNew = `
CREATE FUNCTION refuse_of_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE standing text;
BEGIN
  SELECT state INTO standing FROM evidence_item WHERE id = NEW.item_id FOR KEY SHARE;
  IF standing = 'removed' THEN
    RAISE EXCEPTION 'nothing more is written about the bytes of a removed item' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
${OF_ITEM.map(
  (table) => `
CREATE TRIGGER ${table}_of_standing_item BEFORE INSERT ON ${table}
  FOR EACH ROW EXECUTE FUNCTION refuse_of_tombstone();`,
).join('')}
`;
