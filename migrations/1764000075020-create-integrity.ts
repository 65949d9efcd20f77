import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sweeps over the originals, when each was looked at last, and what was found wrong. */
export class CreateIntegrity1764000075020 implements MigrationInterface {
  name = 'CreateIntegrity1764000075020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [sweep, check, finding]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE integrity_finding, integrity_check, integrity_sweep`);
  }
}

const sweep = `
CREATE TABLE integrity_sweep (
  id uuid CONSTRAINT integrity_sweep_pkey PRIMARY KEY,
  occasion text NOT NULL CONSTRAINT integrity_sweep_occasion_check CHECK (occasion IN ('schedule', 'demand')),
  asked_by uuid CONSTRAINT integrity_sweep_asked_by_fkey REFERENCES app_user (id),
  began_at timestamptz NOT NULL,
  ended_at timestamptz CONSTRAINT integrity_sweep_ended_at_check CHECK (ended_at >= began_at),
  checked bigint NOT NULL CONSTRAINT integrity_sweep_checked_check CHECK (checked >= 0),
  checked_bytes bigint NOT NULL CONSTRAINT integrity_sweep_checked_bytes_check CHECK (checked_bytes >= 0),
  wrong bigint NOT NULL CONSTRAINT integrity_sweep_wrong_check CHECK (wrong >= 0),
  untracked bigint NOT NULL CONSTRAINT integrity_sweep_untracked_check CHECK (untracked >= 0),
  CONSTRAINT integrity_sweep_demand_check CHECK ((occasion = 'demand') = (asked_by IS NOT NULL))
);
CREATE UNIQUE INDEX integrity_sweep_open_key ON integrity_sweep ((true)) WHERE ended_at IS NULL;
COMMENT ON INDEX integrity_sweep_open_key IS 'one sweep at a time for all instances';
COMMENT ON COLUMN integrity_sweep.wrong IS 'originals that were not as they should be, known ones among them';
`;

const check = `
CREATE TABLE integrity_check (
  sha256 text CONSTRAINT integrity_check_pkey PRIMARY KEY CONSTRAINT integrity_check_blob_fkey REFERENCES blob (sha256),
  checked_at timestamptz,
  sweep_id uuid CONSTRAINT integrity_check_sweep_fkey REFERENCES integrity_sweep (id)
);
CREATE INDEX integrity_check_oldest_idx ON integrity_check (checked_at NULLS FIRST, sha256);
COMMENT ON TABLE integrity_check IS 'when each original was read again last; the longest unseen comes first';
COMMENT ON COLUMN integrity_check.sweep_id IS 'the last sweep that read it: whatever the clock does, one reads everything';
`;

const finding = `
CREATE TABLE integrity_finding (
  id uuid CONSTRAINT integrity_finding_pkey PRIMARY KEY,
  sha256 text NOT NULL CONSTRAINT integrity_finding_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  kind text NOT NULL CONSTRAINT integrity_finding_kind_check
    CHECK (kind IN ('missing', 'changed', 'truncated', 'unreadable', 'untracked')),
  state text NOT NULL CONSTRAINT integrity_finding_state_check
    CHECK (state IN ('open', 'accepted', 'restored', 'superseded', 'adopted', 'removed', 'gone')),
  found_sha256 text,
  found_sm3 text,
  found_bytes bigint,
  sweep_id uuid CONSTRAINT integrity_finding_sweep_fkey REFERENCES integrity_sweep (id),
  found_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL CONSTRAINT integrity_finding_seen_at_check CHECK (seen_at >= found_at),
  closed_at timestamptz,
  closed_by uuid CONSTRAINT integrity_finding_closed_by_fkey REFERENCES app_user (id),
  reason text CONSTRAINT integrity_finding_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT integrity_finding_closed_check CHECK ((state = 'open') = (closed_at IS NULL)),
  CONSTRAINT integrity_finding_accepted_check
    CHECK (state <> 'accepted' OR (closed_by IS NOT NULL AND reason IS NOT NULL))
);
CREATE UNIQUE INDEX integrity_finding_current_key ON integrity_finding (sha256) WHERE state IN ('open', 'accepted');
CREATE INDEX integrity_finding_state_idx ON integrity_finding (state, id DESC);
COMMENT ON TABLE integrity_finding IS 'what was wrong with an original, once, however often it is seen again';
COMMENT ON COLUMN integrity_finding.sweep_id IS 'the sweep that found it; absent where somebody had one item checked';
COMMENT ON COLUMN integrity_finding.found_sha256 IS 'of the bytes that are there; absent where there are none, or none to read';
`;
