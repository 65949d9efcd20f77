import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On-site records, inspection records and lists of what was collected, with their signatures. */
export class CreateSiteRecord1764000074020 implements MigrationInterface {
  name = 'CreateSiteRecord1764000074020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [record, signature, frozen]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE site_record_signature, site_record;
DROP FUNCTION refuse_change_of_signed_record, refuse_signature_of_signed_record;
`);
  }
}

const digest = (column: string): string => `${column} ~ '^[0-9a-f]{64}$'`;

const record = `
CREATE TABLE site_record (
  id uuid CONSTRAINT pk_site_record PRIMARY KEY,
  kind text NOT NULL CONSTRAINT ck_site_record_kind CHECK (kind IN ('site_record', 'inspection_record', 'collection_list')),
  state text NOT NULL CONSTRAINT ck_site_record_state CHECK (state IN ('draft', 'signed')),
  case_id uuid NOT NULL CONSTRAINT fk_site_record_case REFERENCES case_file (id),
  unit_id uuid NOT NULL CONSTRAINT fk_site_record_unit REFERENCES unit (id),
  corrects_id uuid CONSTRAINT fk_site_record_corrects REFERENCES site_record (id),
  content jsonb NOT NULL,
  digest text NOT NULL CONSTRAINT ck_site_record_digest CHECK (${digest('digest')}),
  listed_digests text[] NOT NULL,
  leader jsonb,
  party_refusal text CONSTRAINT ck_site_record_party_refusal CHECK (length(party_refusal) BETWEEN 1 AND 500),
  no_witness_reason text CONSTRAINT ck_site_record_no_witness_reason CHECK (length(no_witness_reason) BETWEEN 1 AND 500),
  video_sha256 text CONSTRAINT ck_site_record_video_sha256 CHECK (${digest('video_sha256')}),
  written_at timestamptz NOT NULL,
  written_by uuid NOT NULL CONSTRAINT fk_site_record_written_by REFERENCES app_user (id),
  writer jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  signed_at timestamptz,
  CONSTRAINT ck_site_record_signed CHECK ((state = 'signed') = (signed_at IS NOT NULL)),
  CONSTRAINT ck_site_record_corrects CHECK (corrects_id <> id)
);
CREATE INDEX ix_site_record_case ON site_record (case_id, id DESC);
CREATE INDEX ix_site_record_listed ON site_record USING gin (listed_digests);
CREATE INDEX ix_site_record_corrects ON site_record (corrects_id) WHERE corrects_id IS NOT NULL;
COMMENT ON COLUMN site_record.id IS 'made on the phone: the same record sent twice is one';
COMMENT ON COLUMN site_record.unit_id IS 'the unit of the case';
COMMENT ON COLUMN site_record.corrects_id IS 'the signed record that this one corrects';
COMMENT ON COLUMN site_record.digest IS 'sha256 of the canonical JSON that is signed';
COMMENT ON COLUMN site_record.listed_digests IS 'sha256 of every item it lists';
COMMENT ON COLUMN site_record.leader IS 'who led the inspection, with the roles he or she had then';
COMMENT ON COLUMN site_record.written_at IS 'by the clock of the phone';
`;

const signature = `
CREATE TABLE site_record_signature (
  id uuid CONSTRAINT pk_site_record_signature PRIMARY KEY,
  record_id uuid NOT NULL CONSTRAINT fk_site_record_signature_record REFERENCES site_record (id),
  role text NOT NULL CONSTRAINT ck_site_record_signature_role CHECK (role IN ('collector', 'party', 'witness')),
  user_id uuid CONSTRAINT fk_site_record_signature_user REFERENCES app_user (id),
  name text NOT NULL CONSTRAINT ck_site_record_signature_name CHECK (length(name) BETWEEN 1 AND 100),
  capacity text CONSTRAINT ck_site_record_signature_capacity CHECK (length(capacity) BETWEEN 1 AND 200),
  way text NOT NULL CONSTRAINT ck_site_record_signature_way CHECK (way IN ('own_log_in', 'scanned_code', 'same_glass')),
  digest text NOT NULL CONSTRAINT ck_site_record_signature_digest CHECK (${digest('digest')}),
  drawing text CONSTRAINT ck_site_record_signature_drawing CHECK (length(drawing) BETWEEN 1 AND 200000),
  drawing_sha256 text CONSTRAINT ck_site_record_signature_drawing_sha256 CHECK (${digest('drawing_sha256')}),
  signed_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL CONSTRAINT fk_site_record_signature_recorded_by REFERENCES app_user (id),
  CONSTRAINT ck_site_record_signature_collector CHECK ((role = 'collector') = (user_id IS NOT NULL)),
  CONSTRAINT ck_site_record_signature_own CHECK (way = 'same_glass' OR user_id = recorded_by),
  CONSTRAINT ck_site_record_signature_drawn CHECK ((drawing IS NULL) = (drawing_sha256 IS NULL)
    AND (drawing IS NOT NULL OR way = 'scanned_code'))
);
CREATE INDEX ix_site_record_signature_record ON site_record_signature (record_id, id);
CREATE UNIQUE INDEX uq_site_record_signature_collector ON site_record_signature (record_id, user_id, (way = 'same_glass'))
  WHERE user_id IS NOT NULL;
CREATE TRIGGER site_record_signature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON site_record_signature
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN site_record_signature.way IS 'how it is known who signed; same_glass: only as drawn on somebody else''s device';
COMMENT ON COLUMN site_record_signature.digest IS 'of the record as it was signed';
COMMENT ON COLUMN site_record_signature.drawing_sha256 IS 'of the drawing as it was sent, in UTF-8';
COMMENT ON COLUMN site_record_signature.signed_at IS 'by the clock of the phone';
COMMENT ON COLUMN site_record_signature.recorded_by IS 'by whose log-in it came in';
`;

// The signature's own row lock on its record keeps it from slipping in beside the signing.
const frozen = `
CREATE FUNCTION refuse_change_of_signed_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a signed record is never changed or deleted' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER site_record_frozen BEFORE UPDATE OR DELETE ON site_record
  FOR EACH ROW WHEN (OLD.state = 'signed') EXECUTE FUNCTION refuse_change_of_signed_record();
CREATE TRIGGER site_record_kept BEFORE TRUNCATE ON site_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_signature_of_signed_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM site_record WHERE id = NEW.record_id AND state = 'draft' AND digest = NEW.digest FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only a draft is signed, and under its own digest' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER site_record_signature_of_draft BEFORE INSERT ON site_record_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_signature_of_signed_record();
`;
