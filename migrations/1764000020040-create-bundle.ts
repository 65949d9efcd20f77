import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is usually taken together: a drone with its instrument and consumables' cases, and what may stay at home. */
export class CreateBundle1764000020040 implements MigrationInterface {
  name = 'CreateBundle1764000020040';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [bundle, item, booked]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE booking_bundle, bundle_item, bundle`);
  }
}

const bundle = `
CREATE TABLE bundle (
  id uuid CONSTRAINT bundle_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT bundle_unit_fkey REFERENCES unit (id),
  name text NOT NULL CONSTRAINT bundle_name_check CHECK (length(name) BETWEEN 1 AND 100),
  description text CONSTRAINT bundle_description_check CHECK (length(description) BETWEEN 1 AND 1000),
  version integer NOT NULL CONSTRAINT bundle_version_check CHECK (version > 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  withdrawn_at timestamptz
);
CREATE UNIQUE INDEX bundle_name_key ON bundle (unit_id, lower(name)) WHERE withdrawn_at IS NULL;
COMMENT ON COLUMN bundle.unit_id IS 'the owner, of the devices it names too';
`;

const item = `
CREATE TABLE bundle_item (
  id uuid CONSTRAINT bundle_item_pkey PRIMARY KEY,
  bundle_id uuid NOT NULL CONSTRAINT bundle_item_bundle_fkey REFERENCES bundle (id),
  ordinal integer NOT NULL,
  device_id uuid CONSTRAINT bundle_item_device_fkey REFERENCES device (id),
  kind_id uuid CONSTRAINT bundle_item_kind_fkey REFERENCES device_kind (id),
  quantity integer NOT NULL CONSTRAINT bundle_item_quantity_check CHECK (quantity BETWEEN 1 AND 50),
  capabilities text[] NOT NULL,
  is_required boolean NOT NULL,
  label text CONSTRAINT bundle_item_label_check CHECK (length(label) BETWEEN 1 AND 100),
  CONSTRAINT bundle_item_thing_check CHECK ((device_id IS NULL) <> (kind_id IS NULL)),
  CONSTRAINT bundle_item_device_check CHECK (device_id IS NULL OR quantity = 1),
  CONSTRAINT bundle_item_ordinal_key UNIQUE (bundle_id, ordinal),
  CONSTRAINT bundle_item_device_key UNIQUE (bundle_id, device_id)
);
CREATE INDEX bundle_item_device_idx ON bundle_item (device_id) WHERE device_id IS NOT NULL;
COMMENT ON COLUMN bundle_item.kind_id IS 'so many of this kind, whichever are free';
`;

const booked = `
CREATE TABLE booking_bundle (
  booking_id uuid CONSTRAINT booking_bundle_pkey PRIMARY KEY
    CONSTRAINT booking_bundle_booking_fkey REFERENCES booking (id),
  bundle_id uuid NOT NULL CONSTRAINT booking_bundle_bundle_fkey REFERENCES bundle (id),
  name text NOT NULL
);
CREATE INDEX booking_bundle_bundle_idx ON booking_bundle (bundle_id);
COMMENT ON COLUMN booking_bundle.name IS 'as it was when it was booked';
`;
