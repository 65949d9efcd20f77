import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the register holds of kinds and devices beyond the pool's first needs. */
export class ExtendRegister1764000020010 implements MigrationInterface {
  name = 'ExtendRegister1764000020010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [deviceKind, deviceColumns, deviceConstraints]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE device DROP COLUMN link_kind, DROP COLUMN product_id_code, DROP COLUMN uom_registration,
        DROP COLUMN drone_class, DROP COLUMN empty_mass_grams, DROP COLUMN max_takeoff_mass_grams,
        DROP COLUMN firmware, DROP COLUMN capabilities, DROP COLUMN insurance_policy, DROP COLUMN insured_until,
        DROP COLUMN loan_approval, DROP COLUMN purchased_on, DROP COLUMN price_cents, DROP COLUMN cycle_count,
        DROP COLUMN health_percent, DROP COLUMN state_reason, DROP COLUMN state_since, DROP COLUMN version;
      ALTER TABLE device_kind DROP COLUMN capabilities, DROP COLUMN counts_cycles, DROP COLUMN version`);
  }
}

const deviceKind = `
ALTER TABLE device_kind
  ADD COLUMN capabilities text[] NOT NULL DEFAULT '{}',
  ADD COLUMN counts_cycles boolean NOT NULL DEFAULT false,
  ADD COLUMN version integer NOT NULL DEFAULT 1 CONSTRAINT device_kind_version_check CHECK (version > 0);
COMMENT ON COLUMN device_kind.capabilities IS 'codes of what every device of the kind can do, such as thermal; a device may have more';
COMMENT ON COLUMN device_kind.counts_cycles IS 'true for batteries: charge cycles and health are read and kept';
`;

const deviceColumns = `
ALTER TABLE device
  ADD COLUMN link_kind text,
  ADD COLUMN product_id_code text,
  ADD COLUMN uom_registration text,
  ADD COLUMN drone_class text,
  ADD COLUMN empty_mass_grams integer,
  ADD COLUMN max_takeoff_mass_grams integer,
  ADD COLUMN firmware text,
  ADD COLUMN capabilities text[] NOT NULL DEFAULT '{}',
  ADD COLUMN insurance_policy text,
  ADD COLUMN insured_until date,
  ADD COLUMN loan_approval text NOT NULL DEFAULT 'none',
  ADD COLUMN purchased_on date,
  ADD COLUMN price_cents bigint,
  ADD COLUMN cycle_count integer,
  ADD COLUMN health_percent smallint,
  ADD COLUMN state_reason text,
  ADD COLUMN state_since timestamptz,
  ADD COLUMN version integer NOT NULL DEFAULT 1;
UPDATE device SET state_since = created_at;
ALTER TABLE device ALTER COLUMN state_since SET NOT NULL, ALTER COLUMN state_since SET DEFAULT now();
COMMENT ON COLUMN device.link_kind IS 'where it differs from that of the kind';
COMMENT ON COLUMN device.product_id_code IS 'unique product identification code, Order 761 art. 9';
COMMENT ON COLUMN device.uom_registration IS 'real-name registration number, Order 761 art. 10';
COMMENT ON COLUMN device.drone_class IS 'Order 761 art. 62';
COMMENT ON COLUMN device.capabilities IS 'beyond those of its kind';
COMMENT ON COLUMN device.insured_until IS 'last day of cover in China, that day included';
COMMENT ON COLUMN device.loan_approval IS 'other_units: a booking by a unit outside the owner''s own line waits for the owner';
COMMENT ON COLUMN device.price_cents IS 'hundredths of a yuan';
COMMENT ON COLUMN device.cycle_count IS 'charge cycles at the last reading';
COMMENT ON COLUMN device.health_percent IS 'what is left of the capacity, at the last reading';
COMMENT ON COLUMN device.version IS 'goes up with each change by a person';
`;

const deviceConstraints = `
ALTER TABLE device
  ADD CONSTRAINT device_link_kind_check CHECK (link_kind IN ('live', 'import', 'none')),
  ADD CONSTRAINT device_product_id_code_check CHECK (length(product_id_code) BETWEEN 1 AND 64),
  ADD CONSTRAINT device_uom_registration_check CHECK (length(uom_registration) BETWEEN 1 AND 64),
  ADD CONSTRAINT device_drone_class_check CHECK (drone_class IN ('micro', 'light', 'small', 'medium', 'large')),
  ADD CONSTRAINT device_empty_mass_grams_check CHECK (empty_mass_grams > 0),
  ADD CONSTRAINT device_max_takeoff_mass_grams_check CHECK (max_takeoff_mass_grams >= coalesce(empty_mass_grams, 1)),
  ADD CONSTRAINT device_firmware_check CHECK (length(firmware) BETWEEN 1 AND 100),
  ADD CONSTRAINT device_insurance_policy_check CHECK (length(insurance_policy) BETWEEN 1 AND 100),
  ADD CONSTRAINT device_loan_approval_check CHECK (loan_approval IN ('none', 'other_units')),
  ADD CONSTRAINT device_price_cents_check CHECK (price_cents >= 0),
  ADD CONSTRAINT device_cycle_count_check CHECK (cycle_count >= 0),
  ADD CONSTRAINT device_health_percent_check CHECK (health_percent BETWEEN 0 AND 100),
  ADD CONSTRAINT device_state_reason_check CHECK (length(state_reason) BETWEEN 1 AND 500),
  ADD CONSTRAINT device_version_check CHECK (version > 0);
CREATE UNIQUE INDEX device_product_id_code_key ON device (lower(product_id_code)) WHERE product_id_code IS NOT NULL;
CREATE UNIQUE INDEX device_uom_registration_key ON device (lower(uom_registration)) WHERE uom_registration IS NOT NULL;
CREATE INDEX device_insured_until_idx ON device (insured_until) WHERE insured_until IS NOT NULL;
`;
