import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Memory cards are in somebody's custody: what is on them, where they were, how they were sealed. */
export class CreateMediaCards1764000023006 implements MigrationInterface {
  name = 'CreateMediaCards1764000023006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [card, file, seal, entry]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE media_entry, media_seal_photo, media_seal, media_file, media_card`);
  }
}

const digest = (column: string): string => `${column} ~ '^[0-9a-f]{64}$'`;
const refuseChange = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const card = `
CREATE TABLE media_card (
  id uuid CONSTRAINT media_card_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT media_card_code_check CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$'),
  capacity_bytes bigint CONSTRAINT media_card_capacity_bytes_check CHECK (capacity_bytes > 0),
  unit_id uuid NOT NULL CONSTRAINT media_card_unit_fkey REFERENCES unit (id),
  state text NOT NULL CONSTRAINT media_card_state_check CHECK (state IN ('in_use', 'sealed', 'handed_over', 'cleared')),
  generation integer NOT NULL CONSTRAINT media_card_generation_check CHECK (generation > 0),
  device_id uuid CONSTRAINT media_card_device_fkey REFERENCES device (id),
  custody_id uuid CONSTRAINT media_card_custody_fkey REFERENCES custody (id),
  holder_id uuid NOT NULL CONSTRAINT media_card_holder_fkey REFERENCES app_user (id),
  holder_name text NOT NULL,
  case_id uuid CONSTRAINT media_card_case_fkey REFERENCES case_file (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT media_card_inserted_check CHECK (device_id IS NULL OR state = 'in_use'),
  CONSTRAINT media_card_custody_check CHECK (custody_id IS NULL OR device_id IS NOT NULL)
);
CREATE UNIQUE INDEX media_card_code_key ON media_card (lower(code));
CREATE INDEX media_card_unit_idx ON media_card (unit_id, id DESC);
CREATE INDEX media_card_holder_idx ON media_card (holder_id, id DESC);
CREATE INDEX media_card_device_idx ON media_card (device_id) WHERE device_id IS NOT NULL;
COMMENT ON COLUMN media_card.code IS 'asset code, or the number on its label';
COMMENT ON COLUMN media_card.generation IS 'goes up when a cleared card is used again: its files are those of this generation';
COMMENT ON COLUMN media_card.device_id IS 'the device it is in';
COMMENT ON COLUMN media_card.custody_id IS 'the check-out of that device in which it was put in';
COMMENT ON COLUMN media_card.case_id IS 'the case it was handed over for';
`;

const file = `
CREATE TABLE media_file (
  card_id uuid NOT NULL CONSTRAINT media_file_card_fkey REFERENCES media_card (id),
  generation integer NOT NULL,
  name text NOT NULL CONSTRAINT media_file_name_check CHECK (length(name) BETWEEN 1 AND 300),
  sha256 text NOT NULL CONSTRAINT media_file_sha256_check CHECK (${digest('sha256')}),
  size_bytes bigint NOT NULL CONSTRAINT media_file_size_bytes_check CHECK (size_bytes >= 0),
  added_by uuid NOT NULL CONSTRAINT media_file_added_by_fkey REFERENCES app_user (id),
  added_at timestamptz NOT NULL,
  CONSTRAINT media_file_pkey PRIMARY KEY (card_id, generation, name, sha256)
);
${refuseChange('media_file')}
COMMENT ON TABLE media_file IS 'what the field app found on a card; a name written over is two files';
`;

const seal = `
CREATE TABLE media_seal (
  id uuid CONSTRAINT media_seal_pkey PRIMARY KEY,
  card_id uuid NOT NULL CONSTRAINT media_seal_card_fkey REFERENCES media_card (id),
  generation integer NOT NULL,
  seal_number text NOT NULL CONSTRAINT media_seal_seal_number_check CHECK (length(seal_number) BETWEEN 1 AND 60),
  witness_id uuid CONSTRAINT media_seal_witness_fkey REFERENCES app_user (id),
  witness_name text NOT NULL CONSTRAINT media_seal_witness_name_check CHECK (length(witness_name) BETWEEN 1 AND 100),
  reason text CONSTRAINT media_seal_reason_check CHECK (length(reason) BETWEEN 1 AND 500),
  sealed_by uuid NOT NULL CONSTRAINT media_seal_sealed_by_fkey REFERENCES app_user (id),
  sealed_by_name text NOT NULL,
  sealed_at timestamptz NOT NULL,
  CONSTRAINT media_seal_card_key UNIQUE (card_id, generation)
);
CREATE UNIQUE INDEX media_seal_seal_number_key ON media_seal (lower(seal_number));
${refuseChange('media_seal')}
COMMENT ON COLUMN media_seal.witness_id IS 'empty for somebody without an account';

CREATE TABLE media_seal_photo (
  seal_id uuid NOT NULL CONSTRAINT media_seal_photo_seal_fkey REFERENCES media_seal (id),
  taken text NOT NULL CONSTRAINT media_seal_photo_taken_check CHECK (taken IN ('before', 'after')),
  file_id uuid NOT NULL CONSTRAINT media_seal_photo_file_fkey REFERENCES equipment_file (id),
  CONSTRAINT media_seal_photo_pkey PRIMARY KEY (seal_id, taken, file_id)
);
CREATE INDEX media_seal_photo_file_idx ON media_seal_photo (file_id);
${refuseChange('media_seal_photo')}
`;

const entry = `
CREATE TABLE media_entry (
  id uuid CONSTRAINT media_entry_pkey PRIMARY KEY,
  card_id uuid NOT NULL CONSTRAINT media_entry_card_fkey REFERENCES media_card (id),
  generation integer NOT NULL,
  event text NOT NULL CONSTRAINT media_entry_event_check CHECK (event IN (
    'registered', 'inserted', 'removed', 'listed', 'sealed', 'handed_over', 'cleared', 'reused')),
  at timestamptz NOT NULL,
  actor_id uuid NOT NULL CONSTRAINT media_entry_actor_fkey REFERENCES app_user (id),
  actor_name text NOT NULL,
  holder_id uuid NOT NULL CONSTRAINT media_entry_holder_fkey REFERENCES app_user (id),
  holder_name text NOT NULL,
  device_id uuid CONSTRAINT media_entry_device_fkey REFERENCES device (id),
  signature text CONSTRAINT media_entry_signature_check CHECK (length(signature) BETWEEN 1 AND 200000),
  details jsonb NOT NULL
);
CREATE INDEX media_entry_card_idx ON media_entry (card_id, id);
${refuseChange('media_entry')}
COMMENT ON TABLE media_entry IS 'the chain of custody of a card';
COMMENT ON COLUMN media_entry.holder_id IS 'who has the card from then on';
`;
