import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every feature stands on: the installation's mark, audit, outbox, idempotent answers. */
export class CreatePlatform1764000001000 implements MigrationInterface {
  name = 'CreatePlatform1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS btree_gist`);
    await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);

    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = '42501';
      END $$`);

    await runner.query(`
      CREATE TABLE installation (
        id uuid PRIMARY KEY,
        mode text NOT NULL,
        created_at timestamptz NOT NULL,
        only_row boolean NOT NULL DEFAULT true,
        CONSTRAINT installation_only_row_key UNIQUE (only_row),
        CONSTRAINT installation_only_row_check CHECK (only_row),
        CONSTRAINT installation_mode_check CHECK (mode IN ('demonstration', 'production'))
      )`);

    await runner.query(`
      CREATE TABLE audit_entry (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        actor jsonb NOT NULL,
        action text NOT NULL,
        outcome text NOT NULL,
        subject_kind text,
        subject_id text,
        details jsonb NOT NULL,
        request_id text,
        CONSTRAINT audit_entry_outcome_check CHECK (outcome IN ('done', 'refused'))
      )`);
    await runner.query(`CREATE INDEX audit_entry_subject_idx ON audit_entry (subject_kind, subject_id, id)`);
    await runner.query(`CREATE INDEX audit_entry_actor_idx ON audit_entry (actor_id, id)`);
    await runner.query(`
      CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);

    await runner.query(`
      CREATE TABLE outbox (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL,
        type text NOT NULL,
        aggregate text NOT NULL,
        payload jsonb NOT NULL,
        actor jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL,
        delivered_at timestamptz,
        parked_at timestamptz,
        last_error text,
        CONSTRAINT outbox_id_key UNIQUE (id)
      )`);
    await runner.query(
      `CREATE INDEX outbox_waiting_idx ON outbox (position) WHERE delivered_at IS NULL AND parked_at IS NULL`,
    );

    await runner.query(`
      CREATE TABLE idempotent_answer (
        actor_id text NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        body_sha256 bytea NOT NULL,
        status integer,
        answer jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotent_answer_pkey PRIMARY KEY (actor_id, route, key)
      )`);
    await runner.query(`CREATE INDEX idempotent_answer_created_at_idx ON idempotent_answer (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotent_answer, outbox, audit_entry, installation`);
    await runner.query(`DROP FUNCTION refuse_change()`);
  }
}
