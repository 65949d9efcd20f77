import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How DJI's controllers and docks are let in: one row an installation, its secrets sealed by the installation's key. */
export class CreateDjiConnection1764000033000 implements MigrationInterface {
  name = 'CreateDjiConnection1764000033000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE dji_connection (
  id boolean CONSTRAINT dji_connection_pkey PRIMARY KEY DEFAULT true CONSTRAINT dji_connection_one_check CHECK (id),
  app_id text NOT NULL,
  app_key_sealed bytea NOT NULL,
  app_license_sealed bytea NOT NULL,
  broker_address text NOT NULL,
  platform_name text NOT NULL,
  ntp_host text NOT NULL,
  ntp_port integer NOT NULL CONSTRAINT dji_connection_ntp_port_check CHECK (ntp_port BETWEEN 1 AND 65535),
  version integer NOT NULL,
  changed_by uuid NOT NULL,
  changed_at timestamptz NOT NULL
);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE dji_connection`);
  }
}
