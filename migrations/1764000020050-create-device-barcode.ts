import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Barcodes that devices wear already, claimed so that a scan finds them. */
export class CreateDeviceBarcode1764000020050 implements MigrationInterface {
  name = 'CreateDeviceBarcode1764000020050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_barcode (
  id uuid CONSTRAINT device_barcode_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_barcode_device_fkey REFERENCES device (id),
  symbology text NOT NULL CONSTRAINT device_barcode_symbology_check
    CHECK (symbology IN ('qr', 'code128', 'code39', 'datamatrix', 'ean13', 'unknown')),
  value text NOT NULL CONSTRAINT device_barcode_value_check CHECK (length(value) BETWEEN 1 AND 200),
  claimed_by uuid NOT NULL CONSTRAINT device_barcode_claimed_by_fkey REFERENCES app_user (id),
  claimed_by_name text NOT NULL,
  claimed_at timestamptz NOT NULL,
  released_by uuid CONSTRAINT device_barcode_released_by_fkey REFERENCES app_user (id),
  released_by_name text,
  released_at timestamptz,
  CONSTRAINT device_barcode_released_check CHECK (
    (released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (released_by_name IS NULL))
);
CREATE UNIQUE INDEX device_barcode_value_key ON device_barcode (value) WHERE released_at IS NULL;
CREATE INDEX device_barcode_device_idx ON device_barcode (device_id, id DESC);
COMMENT ON COLUMN device_barcode.value IS 'as scanned, without blanks around it; compared exactly';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_barcode`);
  }
}
