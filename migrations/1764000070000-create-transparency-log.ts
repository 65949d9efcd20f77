import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The transparency log: what was entered, the tree over it, the keys that sign it, and every signed head. */
export class CreateTransparencyLog1764000070000 implements MigrationInterface {
  name = 'CreateTransparencyLog1764000070000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [entry, leaf, waiting, node, key, checkpoint]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE log_checkpoint, log_key, log_node, log_waiting, log_leaf, log_entry`);
    await runner.query(`DROP FUNCTION refuse_to_forget_entry()`);
  }
}

const refuseChange = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const hash = (column: string): string => `length(${column}) = 32`;

const entry = `
CREATE TABLE log_entry (
  id uuid CONSTRAINT log_entry_pkey PRIMARY KEY,
  kind text NOT NULL CONSTRAINT log_entry_kind_check
    CHECK (kind IN ('preserved', 'sealed', 'custody_head', 'audit_head', 'removed', 'key_changed')),
  subject_id uuid NOT NULL,
  salt bytea NOT NULL CONSTRAINT log_entry_salt_check CHECK (length(salt) = 32),
  leaf bytea NOT NULL CONSTRAINT log_entry_leaf_check CHECK (length(leaf) BETWEEN 1 AND 65536),
  leaf_hash bytea NOT NULL GENERATED ALWAYS AS (sha256('\\x00'::bytea || leaf)) STORED
    CONSTRAINT log_entry_leaf_hash_key UNIQUE,
  entered_at timestamptz NOT NULL
);
CREATE INDEX log_entry_subject_idx ON log_entry (subject_id, id);
${refuseChange('log_entry')}
COMMENT ON TABLE log_entry IS 'what was entered into the transparency log, in the transaction that made it true';
COMMENT ON COLUMN log_entry.salt IS 'what hidden values of the leaf are hashed with; given away only with the entry';
COMMENT ON COLUMN log_entry.leaf IS 'the exact bytes that are hashed; no personal data';
COMMENT ON COLUMN log_entry.leaf_hash IS 'RFC 9162, 2.1.1';
`;

// Each leaf points at the one before it: a gap cannot be written.
const leaf = `
CREATE TABLE log_leaf (
  index bigint CONSTRAINT log_leaf_pkey PRIMARY KEY CONSTRAINT log_leaf_index_check CHECK (index >= 0),
  previous bigint GENERATED ALWAYS AS (NULLIF(index, 0) - 1) STORED
    CONSTRAINT log_leaf_previous_fkey REFERENCES log_leaf (index),
  leaf_hash bytea NOT NULL CONSTRAINT log_leaf_leaf_hash_key UNIQUE
    CONSTRAINT log_leaf_entry_fkey REFERENCES log_entry (leaf_hash)
);
${refuseChange('log_leaf')}
COMMENT ON TABLE log_leaf IS 'place of each entry in the tree; gapless from 0';
`;

const waiting = `
CREATE TABLE log_waiting (
  position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT log_waiting_pkey PRIMARY KEY,
  leaf_hash bytea NOT NULL CONSTRAINT log_waiting_leaf_hash_key UNIQUE
    CONSTRAINT log_waiting_entry_fkey REFERENCES log_entry (leaf_hash)
);
CREATE FUNCTION refuse_to_forget_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone WHERE NOT EXISTS (SELECT FROM log_leaf l WHERE l.leaf_hash = gone.leaf_hash)) THEN
    RAISE EXCEPTION 'an entry waits until it has its place in the log' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER log_waiting_until_in_tree AFTER DELETE ON log_waiting REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget_entry();
CREATE TRIGGER log_waiting_unchanged BEFORE UPDATE OR TRUNCATE ON log_waiting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_waiting IS 'entries that have no place in the tree yet';
`;

const node = `
CREATE TABLE log_node (
  level smallint NOT NULL CONSTRAINT log_node_level_check CHECK (level BETWEEN 1 AND 52),
  index bigint NOT NULL CONSTRAINT log_node_index_check CHECK (index >= 0),
  hash bytea NOT NULL CONSTRAINT log_node_hash_check CHECK (${hash('hash')}),
  CONSTRAINT log_node_pkey PRIMARY KEY (level, index)
);
${refuseChange('log_node')}
COMMENT ON TABLE log_node IS 'heads of the complete subtrees of 2^level leaves; they never change';
`;

const key = `
CREATE TABLE log_key (
  number integer CONSTRAINT log_key_pkey PRIMARY KEY CONSTRAINT log_key_number_check CHECK (number > 0),
  name text NOT NULL,
  key_id text NOT NULL CONSTRAINT log_key_key_id_check CHECK (key_id ~ '^[0-9a-f]{8}$'),
  public_key bytea NOT NULL CONSTRAINT log_key_public_key_key UNIQUE
    CONSTRAINT log_key_public_key_check CHECK (${hash('public_key')}),
  used_from timestamptz NOT NULL
);
${refuseChange('log_key')}
COMMENT ON TABLE log_key IS 'Ed25519 keys that sign the log, each until the next; the private halves lie in the sealed key file';
COMMENT ON COLUMN log_key.key_id IS 'of the signed note: first four bytes of sha256(name, line feed, 0x01, public key)';
`;

// The size is the key: a second root for a size, a split view, cannot be written.
const checkpoint = `
CREATE TABLE log_checkpoint (
  size bigint CONSTRAINT log_checkpoint_pkey PRIMARY KEY CONSTRAINT log_checkpoint_size_check CHECK (size >= 0),
  last_index bigint GENERATED ALWAYS AS (NULLIF(size, 0) - 1) STORED
    CONSTRAINT log_checkpoint_leaf_fkey REFERENCES log_leaf (index),
  root bytea NOT NULL CONSTRAINT log_checkpoint_root_check CHECK (${hash('root')}),
  note text NOT NULL,
  key_number integer NOT NULL CONSTRAINT log_checkpoint_key_fkey REFERENCES log_key (number),
  signed_at timestamptz NOT NULL,
  CONSTRAINT log_checkpoint_empty_check CHECK (size > 0 OR root = sha256(''::bytea))
);
CREATE INDEX log_checkpoint_signed_at_idx ON log_checkpoint (signed_at);
${refuseChange('log_checkpoint')}
COMMENT ON TABLE log_checkpoint IS 'every head that was ever signed; never two of one size';
COMMENT ON COLUMN log_checkpoint.note IS 'C2SP signed note of the checkpoint';
`;
