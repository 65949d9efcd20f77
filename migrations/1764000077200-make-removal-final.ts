import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing becomes a tombstone without a removal that two persons agreed to, and a tombstone stays one. */
export class MakeRemovalFinal1764000077200 implements MigrationInterface {
  name = 'MakeRemovalFinal1764000077200';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [item, removal]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER evidence_removal_kept ON evidence_removal;
DROP TRIGGER evidence_removal_decided_once ON evidence_removal;
DROP TRIGGER evidence_removal_proposed_first ON evidence_removal;
DROP TRIGGER evidence_item_tombstone_kept ON evidence_item;
DROP TRIGGER evidence_item_tombstone_new ON evidence_item;
DROP TRIGGER evidence_item_tombstone_final ON evidence_item;
DROP TRIGGER evidence_item_tombstone_agreed ON evidence_item;
ALTER TABLE evidence_item DROP CONSTRAINT ck_evidence_item_tombstone;
DROP FUNCTION refuse_unagreed_tombstone, refuse_change_of_tombstone, refuse_change_of_removal;
`);
  }
}

const item = `
ALTER TABLE evidence_item ADD CONSTRAINT ck_evidence_item_tombstone CHECK (state <> 'removed' OR (
  file_name = '-' AND collectors = '[]'::jsonb AND flags = '{}' AND captured_source IS NULL AND lat IS NULL
  AND position_source IS NULL AND adcode IS NULL));
CREATE FUNCTION refuse_unagreed_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM evidence_removal WHERE item_id = NEW.id AND state = 'confirmed') THEN
    RAISE EXCEPTION 'an item is removed only where two persons agreed to it' USING ERRCODE = '42501';
  END IF;
  IF (OLD.id, OLD.kind, OLD.sha256, OLD.sha256_declared, OLD.unit_id, OLD.uploaded_by, OLD.uploader_device_id,
      OLD.uploader, OLD.received_at, OLD.device_id, OLD.device_found_by, OLD.declared_device_id, OLD.flight_id)
    IS DISTINCT FROM (NEW.id, NEW.kind, NEW.sha256, NEW.sha256_declared, NEW.unit_id, NEW.uploaded_by,
      NEW.uploader_device_id, NEW.uploader, NEW.received_at, NEW.device_id, NEW.device_found_by,
      NEW.declared_device_id, NEW.flight_id) THEN
    RAISE EXCEPTION 'a tombstone says of which bytes it is, whose they were and when they came' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_item_tombstone_agreed BEFORE UPDATE ON evidence_item
  FOR EACH ROW WHEN (OLD.state <> 'removed' AND NEW.state = 'removed') EXECUTE FUNCTION refuse_unagreed_tombstone();
CREATE FUNCTION refuse_change_of_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a tombstone is never made anew, changed or deleted' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER evidence_item_tombstone_final BEFORE UPDATE OR DELETE ON evidence_item
  FOR EACH ROW WHEN (OLD.state = 'removed') EXECUTE FUNCTION refuse_change_of_tombstone();
CREATE TRIGGER evidence_item_tombstone_new BEFORE INSERT ON evidence_item
  FOR EACH ROW WHEN (NEW.state = 'removed') EXECUTE FUNCTION refuse_change_of_tombstone();
CREATE TRIGGER evidence_item_tombstone_kept BEFORE TRUNCATE ON evidence_item
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_tombstone();
`;

// What was proposed stays as it was proposed; the decision comes once, with the rule as it stood then.
const removal = `
CREATE FUNCTION refuse_change_of_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a removal is proposed, and decided once; it is never changed or deleted' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER evidence_removal_proposed_first BEFORE INSERT ON evidence_removal
  FOR EACH ROW WHEN (NEW.state <> 'proposed') EXECUTE FUNCTION refuse_change_of_removal();
CREATE TRIGGER evidence_removal_decided_once BEFORE UPDATE ON evidence_removal
  FOR EACH ROW WHEN (OLD.state <> 'proposed' OR NEW.state = 'proposed'
    OR (OLD.id, OLD.item_id, OLD.reason, OLD.proposed_by, OLD.proposer, OLD.proposed_at)
      IS DISTINCT FROM (NEW.id, NEW.item_id, NEW.reason, NEW.proposed_by, NEW.proposer, NEW.proposed_at)
    OR (NEW.state = 'withdrawn' AND (OLD.policy_id, OLD.due_at) IS DISTINCT FROM (NEW.policy_id, NEW.due_at)))
  EXECUTE FUNCTION refuse_change_of_removal();
CREATE TRIGGER evidence_removal_kept BEFORE DELETE OR TRUNCATE ON evidence_removal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_removal();
`;
