import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES = `ARRAY['field_officer', 'pilot', 'tester', 'case_handler', 'equipment_manager', 'commander', 'system_admin', 'security_admin', 'audit_admin']`;

/** Units as a tree, their jurisdiction, people, and every way to prove who one is. */
export class CreateIdentity1764000002000 implements MigrationInterface {
  name = 'CreateIdentity1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE boundary (
        adcode text PRIMARY KEY,
        level text NOT NULL,
        parent_adcode text,
        name text NOT NULL,
        label_lon double precision NOT NULL,
        label_lat double precision NOT NULL,
        geometry jsonb NOT NULL,
        extent box NOT NULL,
        source text NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT boundary_adcode_check CHECK (adcode ~ '^[0-9]{6}$'),
        CONSTRAINT boundary_level_check CHECK (level IN ('province', 'city', 'county'))
      )`);
    await runner.query(`CREATE INDEX boundary_extent_idx ON boundary USING gist (extent)`);

    await runner.query(`
      CREATE TABLE unit (
        id uuid PRIMARY KEY,
        parent_id uuid,
        tier text NOT NULL,
        adcode text,
        name text NOT NULL,
        lon double precision,
        lat double precision,
        created_at timestamptz NOT NULL,
        CONSTRAINT unit_parent_id_fk FOREIGN KEY (parent_id) REFERENCES unit (id),
        CONSTRAINT unit_name_key UNIQUE (name),
        CONSTRAINT unit_tier_check CHECK (tier IN ('province', 'city', 'county'))
      )`);
    await runner.query(`CREATE INDEX unit_parent_id_idx ON unit (parent_id)`);
    await runner.query(`CREATE INDEX unit_adcode_idx ON unit (adcode)`);

    await runner.query(`
      CREATE TABLE app_user (
        id uuid PRIMARY KEY,
        username text NOT NULL,
        display_name text NOT NULL,
        password_hash text,
        unit_id uuid NOT NULL,
        roles text[] NOT NULL,
        state text NOT NULL,
        demonstration boolean NOT NULL,
        access_version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT app_user_unit_id_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
        CONSTRAINT app_user_roles_check CHECK (roles <@ ${ROLES} AND cardinality(roles) > 0),
        CONSTRAINT app_user_state_check CHECK (state IN ('active', 'suspended'))
      )`);
    await runner.query(`CREATE UNIQUE INDEX app_user_username_key ON app_user (lower(username))`);
    await runner.query(`CREATE INDEX app_user_unit_id_idx ON app_user (unit_id)`);

    await runner.query(`
      CREATE TABLE refresh_token (
        id uuid PRIMARY KEY,
        family_id uuid NOT NULL,
        user_id uuid NOT NULL,
        token_sha256 bytea NOT NULL,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT refresh_token_user_id_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
        CONSTRAINT refresh_token_token_sha256_key UNIQUE (token_sha256)
      )`);
    await runner.query(`CREATE INDEX refresh_token_family_id_idx ON refresh_token (family_id)`);
    await runner.query(`CREATE INDEX refresh_token_user_id_idx ON refresh_token (user_id)`);

    await runner.query(`
      CREATE TABLE one_time_link (
        token_sha256 bytea PRIMARY KEY,
        user_id uuid NOT NULL,
        purpose text NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT one_time_link_user_id_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
        CONSTRAINT one_time_link_purpose_check CHECK (purpose IN ('set_password'))
      )`);

    await runner.query(`
      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL,
        name text NOT NULL,
        key_sha256 bytea NOT NULL,
        permissions text[] NOT NULL,
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT api_key_user_id_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
        CONSTRAINT api_key_created_by_fk FOREIGN KEY (created_by) REFERENCES app_user (id),
        CONSTRAINT api_key_key_sha256_key UNIQUE (key_sha256)
      )`);

    await runner.query(`
      CREATE TABLE access_grant (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL,
        scope_kind text NOT NULL,
        scope_id uuid NOT NULL,
        capability text NOT NULL,
        granted_at timestamptz NOT NULL,
        granted_by text NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT access_grant_user_id_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
        CONSTRAINT access_grant_scope_kind_check CHECK (scope_kind IN ('case', 'session')),
        CONSTRAINT access_grant_capability_check CHECK (capability IN ('read', 'write'))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX access_grant_live_key ON access_grant (user_id, scope_kind, scope_id, capability)
      WHERE revoked_at IS NULL`);
    await runner.query(`CREATE INDEX access_grant_scope_idx ON access_grant (scope_kind, scope_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE access_grant, api_key, one_time_link, refresh_token, app_user, unit, boundary`);
  }
}
