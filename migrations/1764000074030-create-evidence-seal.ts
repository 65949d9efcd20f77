import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seals, corrections of what is sealed, and the triggers by which a sealed item stays as it is. */
export class CreateEvidenceSeal1764000074030 implements MigrationInterface {
  name = 'CreateEvidenceSeal1764000074030';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [seal, correction, frozen]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER evidence_claim_of_open_item ON evidence_claim;
DROP TRIGGER evidence_item_sealed ON evidence_item;
DROP TRIGGER evidence_item_kept ON evidence_item;
DROP TABLE evidence_correction, evidence_seal;
DROP FUNCTION refuse_change_of_sealed_item, refuse_claim_on_sealed_item, require_sealed_item;
`);
  }
}

const seal = `
CREATE TABLE evidence_seal (
  id uuid CONSTRAINT pk_evidence_seal PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT uq_evidence_seal_item UNIQUE
    CONSTRAINT fk_evidence_seal_item REFERENCES evidence_item (id),
  case_id uuid NOT NULL CONSTRAINT fk_evidence_seal_case REFERENCES case_file (id),
  rule_set text NOT NULL,
  verdicts jsonb NOT NULL,
  acknowledged text[] NOT NULL,
  reason text CONSTRAINT ck_evidence_seal_reason CHECK (length(reason) BETWEEN 1 AND 1000),
  record text NOT NULL,
  record_sha256 text NOT NULL,
  sealed_at timestamptz NOT NULL,
  sealed_by uuid NOT NULL CONSTRAINT fk_evidence_seal_sealed_by REFERENCES app_user (id),
  sealer jsonb NOT NULL,
  CONSTRAINT ck_evidence_seal_record CHECK (record_sha256 = encode(sha256(convert_to(record, 'UTF8')), 'hex'))
);
CREATE INDEX ix_evidence_seal_case ON evidence_seal (case_id);
CREATE TRIGGER evidence_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN evidence_seal.case_id IS 'the case whose kind chose the rules';
COMMENT ON COLUMN evidence_seal.record IS 'canonical JSON of everything the item said when it was sealed';
COMMENT ON COLUMN evidence_seal.sealer IS 'who sealed it, as he or she was then';
`;

const correction = `
CREATE TABLE evidence_correction (
  id uuid CONSTRAINT pk_evidence_correction PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT fk_evidence_correction_item REFERENCES evidence_item (id),
  field text CONSTRAINT ck_evidence_correction_field CHECK (length(field) BETWEEN 1 AND 100),
  text text NOT NULL CONSTRAINT ck_evidence_correction_text CHECK (length(text) BETWEEN 1 AND 5000),
  by_item_id uuid CONSTRAINT fk_evidence_correction_by_item REFERENCES evidence_item (id),
  corrected_at timestamptz NOT NULL,
  corrected_by uuid NOT NULL CONSTRAINT fk_evidence_correction_corrected_by REFERENCES app_user (id),
  corrector jsonb NOT NULL,
  CONSTRAINT ck_evidence_correction_by_item CHECK (by_item_id <> item_id)
);
CREATE INDEX ix_evidence_correction_item ON evidence_correction (item_id, id);
CREATE TRIGGER evidence_correction_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_correction
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE evidence_correction IS 'what was found wrong about a sealed item, said beside it; the item stays as it was';
COMMENT ON COLUMN evidence_correction.by_item_id IS 'the item that shows it better';
`;

// A removal by rule leaves a tombstone in the item's place: the one change that a sealed item knows.
const frozen = `
CREATE FUNCTION refuse_change_of_sealed_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a sealed item is never changed or deleted' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER evidence_item_sealed BEFORE UPDATE ON evidence_item
  FOR EACH ROW WHEN (OLD.state = 'sealed' AND NEW.state <> 'removed') EXECUTE FUNCTION refuse_change_of_sealed_item();
CREATE TRIGGER evidence_item_kept BEFORE DELETE ON evidence_item
  FOR EACH ROW WHEN (OLD.state = 'sealed') EXECUTE FUNCTION refuse_change_of_sealed_item();
CREATE FUNCTION refuse_claim_on_sealed_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM evidence_item WHERE id = NEW.item_id AND state <> 'sealed' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a sealed item takes no further claims' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_claim_of_open_item BEFORE INSERT ON evidence_claim
  FOR EACH ROW EXECUTE FUNCTION refuse_claim_on_sealed_item();
CREATE FUNCTION require_sealed_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM evidence_item WHERE id = NEW.item_id AND state = 'sealed';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only what is sealed is corrected beside it' USING ERRCODE = '23514', CONSTRAINT = 'ck_evidence_correction_sealed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_correction_of_sealed_item BEFORE INSERT ON evidence_correction
  FOR EACH ROW EXECUTE FUNCTION require_sealed_item();
`;
