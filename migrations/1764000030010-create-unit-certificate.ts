import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a unit may fly at all. */
export class CreateUnitCertificate1764000030010 implements MigrationInterface {
  name = 'CreateUnitCertificate1764000030010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE unit_certificate (
  id uuid CONSTRAINT unit_certificate_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT unit_certificate_unit_fkey REFERENCES unit (id),
  number text NOT NULL CONSTRAINT unit_certificate_number_check CHECK (length(number) BETWEEN 1 AND 100),
  issuer text CONSTRAINT unit_certificate_issuer_check CHECK (length(issuer) BETWEEN 1 AND 200),
  valid_from date NOT NULL,
  valid_until date CONSTRAINT unit_certificate_dates_check CHECK (valid_until >= valid_from),
  withdrawn_at timestamptz,
  withdrawal_reason text
    CONSTRAINT unit_certificate_withdrawal_reason_check CHECK (length(withdrawal_reason) BETWEEN 1 AND 500),
  recorded_by uuid CONSTRAINT unit_certificate_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT unit_certificate_withdrawal_check CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);
CREATE UNIQUE INDEX unit_certificate_number_key ON unit_certificate (lower(number)) WHERE withdrawn_at IS NULL;
CREATE INDEX unit_certificate_unit_idx ON unit_certificate (unit_id);
COMMENT ON TABLE unit_certificate IS 'operating certificates of units (Order 761 art. 11)';
COMMENT ON COLUMN unit_certificate.valid_until IS 'last day in China, that day included; empty: without end';
COMMENT ON COLUMN unit_certificate.recorded_by IS 'empty for what the service itself put in';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE unit_certificate`);
  }
}
