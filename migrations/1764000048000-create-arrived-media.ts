import type { MigrationInterface, QueryRunner } from 'typeorm';

const CLAIM_SOURCES = `'exif_gps', 'xmp_exif', 'xmp_dji', 'gps_date', 'exif_time', 'xmp_time', 'telemetry', 'manual'`;
const LINK_KINDS = `'booking', 'check_out', 'flight', 'track', 'order', 'rapid_test', 'session', 'hand_back'`;

/** Objects of the store that became evidence, each once; a device may bring evidence in by itself. */
export class CreateArrivedMedia1764000048000 implements MigrationInterface {
  name = 'CreateArrivedMedia1764000048000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE evidence_item ALTER COLUMN uploaded_by DROP NOT NULL,
  ADD COLUMN uploader_device_id uuid CONSTRAINT evidence_item_uploader_device_fkey REFERENCES device (id),
  ADD CONSTRAINT evidence_item_uploader_check CHECK (num_nonnulls(uploaded_by, uploader_device_id) = 1);
COMMENT ON COLUMN evidence_item.uploader_device_id IS 'the dock or controller that uploaded it by itself';
ALTER TABLE case_evidence ALTER COLUMN attached_by DROP NOT NULL;
COMMENT ON COLUMN case_evidence.attached_by IS 'absent where the device that uploaded it was out for the case';
ALTER TABLE evidence_claim DROP CONSTRAINT evidence_claim_source_check,
  ADD CONSTRAINT evidence_claim_source_check CHECK (source IN (${CLAIM_SOURCES}, 'gateway'));
ALTER TABLE evidence_link DROP CONSTRAINT evidence_link_kind_check,
  ADD CONSTRAINT evidence_link_kind_check CHECK (kind IN (${LINK_KINDS}, 'announcement'));
CREATE TABLE arrived_media (
  object_id uuid CONSTRAINT arrived_media_pkey PRIMARY KEY CONSTRAINT arrived_media_object_fkey REFERENCES stored_object (id),
  item_id uuid NOT NULL CONSTRAINT arrived_media_item_fkey REFERENCES evidence_item (id),
  unit_id uuid NOT NULL CONSTRAINT arrived_media_unit_fkey REFERENCES unit (id),
  sha256 text NOT NULL,
  md5 text NOT NULL,
  is_first boolean NOT NULL,
  device_id uuid CONSTRAINT arrived_media_device_fkey REFERENCES device (id),
  case_id uuid CONSTRAINT arrived_media_case_fkey REFERENCES case_file (id),
  reported_by text NOT NULL CONSTRAINT arrived_media_reported_by_check CHECK (reported_by IN ('pilot', 'gateway', 'nobody')),
  name text,
  fingerprint text,
  tiny_fingerprint text,
  taken_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX arrived_media_first_key ON arrived_media (unit_id, sha256) WHERE is_first;
CREATE INDEX arrived_media_fingerprint_idx ON arrived_media (unit_id, fingerprint);
CREATE INDEX arrived_media_tiny_fingerprint_idx ON arrived_media (unit_id, tiny_fingerprint);
COMMENT ON TABLE arrived_media IS 'objects of the store and the items they became; the same bytes for one unit are one item';
COMMENT ON COLUMN arrived_media.fingerprint IS 'by the word of the controller';
COMMENT ON COLUMN arrived_media.case_id IS 'the case it was attached to when it came in';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE arrived_media;
ALTER TABLE evidence_link DROP CONSTRAINT evidence_link_kind_check,
  ADD CONSTRAINT evidence_link_kind_check CHECK (kind IN (${LINK_KINDS}));
ALTER TABLE evidence_claim DROP CONSTRAINT evidence_claim_source_check,
  ADD CONSTRAINT evidence_claim_source_check CHECK (source IN (${CLAIM_SOURCES}));
ALTER TABLE case_evidence ALTER COLUMN attached_by SET NOT NULL;
ALTER TABLE evidence_item DROP COLUMN uploader_device_id, ALTER COLUMN uploaded_by SET NOT NULL;
`);
  }
}
