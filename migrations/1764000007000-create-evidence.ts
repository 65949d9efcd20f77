import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Originals and what stands around them: items, claims, renditions, cases, links, custody events, corroboration. */
export class CreateEvidence1764000007000 implements MigrationInterface {
  name = 'CreateEvidence1764000007000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [
      blob,
      item,
      claim,
      rendition,
      caseEvidence,
      link,
      custodyEvent,
      corroboration,
      quarantine,
    ]) {
      await runner.query(statements);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE evidence_quarantine, corroboration, evidence_custody_event, evidence_link, case_evidence, rendition,
        evidence_claim, evidence_item, blob`);
  }
}

const digest = (column: string): string => `${column} ~ '^[0-9a-f]{64}$'`;
const refuseChange = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const blob = `
CREATE TABLE blob (
  sha256 text CONSTRAINT blob_pkey PRIMARY KEY CONSTRAINT blob_sha256_check CHECK (${digest('sha256')}),
  sm3 text NOT NULL CONSTRAINT blob_sm3_check CHECK (${digest('sm3')}),
  size_bytes bigint NOT NULL CONSTRAINT blob_size_bytes_check CHECK (size_bytes > 0),
  media_type text NOT NULL,
  place text NOT NULL CONSTRAINT blob_place_check CHECK (place IN ('originals')),
  stored_at timestamptz NOT NULL
);
CREATE TRIGGER blob_unchanged BEFORE UPDATE OR TRUNCATE ON blob FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE blob IS 'original bytes, once each; never rewritten';
COMMENT ON COLUMN blob.media_type IS 'by the first bytes, never by the name';
COMMENT ON COLUMN blob.place IS 'the store that holds the bytes, under their sha256';
`;

// One file brought in twice is two items over one blob: each has its own story.
const item = `
CREATE TABLE evidence_item (
  id uuid CONSTRAINT evidence_item_pkey PRIMARY KEY,
  kind text NOT NULL CONSTRAINT evidence_item_kind_check
    CHECK (kind IN ('photo', 'video', 'document', 'audio', 'track', 'record', 'other')),
  state text NOT NULL CONSTRAINT evidence_item_state_check CHECK (state IN ('received', 'sealed')),
  title text CONSTRAINT evidence_item_title_check CHECK (length(title) BETWEEN 1 AND 300),
  file_name text NOT NULL CONSTRAINT evidence_item_file_name_check CHECK (length(file_name) BETWEEN 1 AND 200),
  sha256 text NOT NULL CONSTRAINT evidence_item_blob_fkey REFERENCES blob (sha256),
  sha256_declared boolean NOT NULL,
  unit_id uuid NOT NULL CONSTRAINT evidence_item_unit_fkey REFERENCES unit (id),
  device_id uuid CONSTRAINT evidence_item_device_fkey REFERENCES device (id),
  device_found_by text CONSTRAINT evidence_item_device_found_by_check
    CHECK (device_found_by IN ('serial', 'declared', 'open_check_out')),
  declared_device_id uuid CONSTRAINT evidence_item_declared_device_fkey REFERENCES device (id),
  flight_id uuid CONSTRAINT evidence_item_flight_fkey REFERENCES flight (id),
  uploaded_by uuid NOT NULL CONSTRAINT evidence_item_uploaded_by_fkey REFERENCES app_user (id),
  uploader jsonb NOT NULL,
  idempotency_key text CONSTRAINT evidence_item_idempotency_key_check CHECK (${digest('idempotency_key')}),
  collectors jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  captured_at timestamptz,
  captured_source text,
  lon double precision CONSTRAINT evidence_item_lon_check CHECK (lon BETWEEN -180 AND 180),
  lat double precision CONSTRAINT evidence_item_lat_check CHECK (lat BETWEEN -90 AND 90),
  position_source text,
  place jsonb,
  adcode text,
  flags text[] NOT NULL,
  metadata jsonb NOT NULL,
  CONSTRAINT evidence_item_captured_check CHECK ((captured_at IS NULL) = (captured_source IS NULL)),
  CONSTRAINT evidence_item_position_check
    CHECK ((lon IS NULL) = (lat IS NULL) AND (lon IS NULL) = (position_source IS NULL)),
  CONSTRAINT evidence_item_device_check CHECK ((device_id IS NULL) = (device_found_by IS NULL))
);
CREATE UNIQUE INDEX evidence_item_idempotency_key ON evidence_item (uploaded_by, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX evidence_item_sha256_idx ON evidence_item (sha256);
CREATE INDEX evidence_item_unit_idx ON evidence_item (unit_id, id DESC);
CREATE INDEX evidence_item_device_idx ON evidence_item (device_id, captured_at) WHERE device_id IS NOT NULL;
CREATE INDEX evidence_item_flight_idx ON evidence_item (flight_id) WHERE flight_id IS NOT NULL;
CREATE INDEX evidence_item_captured_at_idx ON evidence_item (captured_at) WHERE captured_at IS NOT NULL;
CREATE INDEX evidence_item_position_idx ON evidence_item USING gist (point(lon, lat)) WHERE lon IS NOT NULL;
COMMENT ON COLUMN evidence_item.unit_id IS 'the unit of the case it came in for, or the uploader''s';
COMMENT ON COLUMN evidence_item.uploader IS 'the uploader as he or she was then';
COMMENT ON COLUMN evidence_item.idempotency_key IS 'sha256 of the client''s Idempotency-Key';
COMMENT ON COLUMN evidence_item.captured_at IS 'as claimed; the source says by what';
COMMENT ON COLUMN evidence_item.place IS 'county and words, as they were known at the receipt';
COMMENT ON COLUMN evidence_item.metadata IS 'what the file says of camera, heights, angles and size, and the tags it rests on';
`;

const claim = `
CREATE TABLE evidence_claim (
  id uuid CONSTRAINT evidence_claim_pkey PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT evidence_claim_item_fkey REFERENCES evidence_item (id),
  subject text NOT NULL CONSTRAINT evidence_claim_subject_check CHECK (subject IN ('position', 'time')),
  source text NOT NULL CONSTRAINT evidence_claim_source_check CHECK (source IN (
    'exif_gps', 'xmp_exif', 'xmp_dji', 'gps_date', 'exif_time', 'xmp_time', 'telemetry', 'manual')),
  value jsonb NOT NULL,
  trust text NOT NULL CONSTRAINT evidence_claim_trust_check CHECK (trust IN ('high', 'medium', 'low')),
  problem text,
  chosen boolean NOT NULL,
  reason text,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT evidence_claim_chosen_check CHECK (NOT chosen OR (problem IS NULL AND reason IS NOT NULL))
);
CREATE INDEX evidence_claim_item_idx ON evidence_claim (item_id, id);
${refuseChange('evidence_claim')}
COMMENT ON TABLE evidence_claim IS 'each source''s own word on place and time; what was chosen, and why';
`;

const rendition = `
CREATE TABLE rendition (
  sha256 text NOT NULL CONSTRAINT rendition_blob_fkey REFERENCES blob (sha256),
  name text NOT NULL CONSTRAINT rendition_name_check CHECK (name IN ('thumbnail', 'preview')),
  state text NOT NULL CONSTRAINT rendition_state_check CHECK (state IN ('pending', 'ready', 'failed')),
  media_type text,
  width_pixels integer,
  height_pixels integer,
  size_bytes bigint,
  partial boolean NOT NULL,
  failure text,
  requested_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT rendition_pkey PRIMARY KEY (sha256, name),
  CONSTRAINT rendition_failed_check CHECK ((state = 'failed') = (failure IS NOT NULL)),
  CONSTRAINT rendition_ready_check CHECK (state <> 'ready' OR (media_type IS NOT NULL AND width_pixels > 0
    AND height_pixels > 0 AND size_bytes > 0))
);
CREATE INDEX rendition_pending_idx ON rendition (requested_at) WHERE state = 'pending';
COMMENT ON TABLE rendition IS 'pictures made from a blob for looking at; never evidence themselves, made again at any time';
COMMENT ON COLUMN rendition.partial IS 'the original is damaged, only a part of it could be decoded';
`;

const caseEvidence = `
CREATE TABLE case_evidence (
  case_id uuid NOT NULL CONSTRAINT case_evidence_case_fkey REFERENCES case_file (id),
  item_id uuid NOT NULL CONSTRAINT case_evidence_item_fkey REFERENCES evidence_item (id),
  unit_id uuid NOT NULL CONSTRAINT case_evidence_unit_fkey REFERENCES unit (id),
  purpose text CONSTRAINT case_evidence_purpose_check CHECK (length(purpose) BETWEEN 1 AND 500),
  position integer NOT NULL CONSTRAINT case_evidence_position_check CHECK (position > 0),
  attached_at timestamptz NOT NULL,
  attached_by uuid NOT NULL CONSTRAINT case_evidence_attached_by_fkey REFERENCES app_user (id),
  CONSTRAINT case_evidence_pkey PRIMARY KEY (case_id, item_id),
  CONSTRAINT case_evidence_position_key UNIQUE (case_id, position)
);
CREATE INDEX case_evidence_item_idx ON case_evidence (item_id);
CREATE INDEX case_evidence_unit_idx ON case_evidence (unit_id, item_id);
COMMENT ON COLUMN case_evidence.unit_id IS 'the unit of the case';
COMMENT ON COLUMN case_evidence.position IS 'number in the list of evidence, from 1';
`;

const link = `
CREATE TABLE evidence_link (
  id uuid CONSTRAINT evidence_link_pkey PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT evidence_link_item_fkey REFERENCES evidence_item (id),
  kind text NOT NULL CONSTRAINT evidence_link_kind_check CHECK (kind IN (
    'booking', 'check_out', 'flight', 'track', 'order', 'rapid_test', 'session', 'hand_back')),
  ref_id uuid NOT NULL,
  snapshot jsonb NOT NULL,
  linked_at timestamptz NOT NULL,
  linked_by text NOT NULL,
  CONSTRAINT evidence_link_key UNIQUE (item_id, kind, ref_id)
);
CREATE INDEX evidence_link_ref_idx ON evidence_link (kind, ref_id);
${refuseChange('evidence_link')}
COMMENT ON TABLE evidence_link IS 'what the item hangs together with, as each of these was when it was linked';
COMMENT ON COLUMN evidence_link.ref_id IS 'id of the kind''s own record; for a track the device';
`;

const custodyEvent = `
CREATE TABLE evidence_custody_event (
  sequence bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT evidence_custody_event_pkey PRIMARY KEY,
  id uuid NOT NULL CONSTRAINT evidence_custody_event_id_key UNIQUE,
  item_id uuid NOT NULL CONSTRAINT evidence_custody_event_item_fkey REFERENCES evidence_item (id),
  event text NOT NULL CONSTRAINT evidence_custody_event_event_check CHECK (event IN (
    'received', 'viewed', 'downloaded', 'attached', 'linked', 'corroborated')),
  at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor jsonb NOT NULL,
  details jsonb NOT NULL,
  view_from timestamptz,
  CONSTRAINT evidence_custody_event_view_check CHECK ((event = 'viewed') = (view_from IS NOT NULL))
);
CREATE INDEX evidence_custody_event_item_idx ON evidence_custody_event (item_id, sequence);
CREATE UNIQUE INDEX evidence_custody_event_view_key ON evidence_custody_event (item_id, actor_id, view_from)
  WHERE view_from IS NOT NULL;
${refuseChange('evidence_custody_event')}
COMMENT ON COLUMN evidence_custody_event.actor IS 'the actor as he or she was then';
COMMENT ON COLUMN evidence_custody_event.view_from IS 'the quarter of an hour a view counts for: one per actor and item';
`;

const corroboration = `
CREATE TABLE corroboration (
  id uuid CONSTRAINT corroboration_pkey PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT corroboration_item_fkey REFERENCES evidence_item (id),
  occasion text NOT NULL CONSTRAINT corroboration_occasion_check CHECK (occasion IN ('intake', 'demand')),
  verdict text NOT NULL CONSTRAINT corroboration_verdict_check CHECK (verdict IN ('consistent', 'inconsistent', 'unknown')),
  result jsonb NOT NULL,
  computed_at timestamptz NOT NULL
);
CREATE INDEX corroboration_item_idx ON corroboration (item_id, id DESC);
${refuseChange('corroboration')}
COMMENT ON TABLE corroboration IS 'what an item claims, held against the rest; each run is kept, the newest counts';
`;

const quarantine = `
CREATE TABLE evidence_quarantine (
  id uuid CONSTRAINT evidence_quarantine_pkey PRIMARY KEY,
  reason text NOT NULL CONSTRAINT evidence_quarantine_reason_check CHECK (reason IN ('DIGEST_MISMATCH')),
  sha256 text NOT NULL CONSTRAINT evidence_quarantine_blob_fkey REFERENCES blob (sha256),
  declared_sha256 text NOT NULL CONSTRAINT evidence_quarantine_declared_sha256_check CHECK (${digest('declared_sha256')}),
  file_name text NOT NULL,
  metadata jsonb NOT NULL,
  unit_id uuid NOT NULL CONSTRAINT evidence_quarantine_unit_fkey REFERENCES unit (id),
  uploaded_by uuid NOT NULL CONSTRAINT evidence_quarantine_uploaded_by_fkey REFERENCES app_user (id),
  uploader jsonb NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX evidence_quarantine_uploaded_by_idx ON evidence_quarantine (uploaded_by, id DESC);
${refuseChange('evidence_quarantine')}
COMMENT ON TABLE evidence_quarantine IS 'bytes that are not what the sender said they were: kept, and no evidence';
`;
