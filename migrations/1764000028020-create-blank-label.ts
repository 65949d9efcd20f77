import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Labels printed before anything wears them; a scan claims one for a device, and no code ever leads to two. */
export class CreateBlankLabel1764000028020 implements MigrationInterface {
  name = 'CreateBlankLabel1764000028020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE label_batch (
  id uuid CONSTRAINT label_batch_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT label_batch_unit_fkey REFERENCES unit (id),
  count integer NOT NULL CONSTRAINT label_batch_count_check CHECK (count BETWEEN 1 AND 500),
  note text CONSTRAINT label_batch_note_check CHECK (length(note) BETWEEN 1 AND 200),
  printed_by uuid NOT NULL CONSTRAINT label_batch_printed_by_fkey REFERENCES app_user (id),
  printed_by_name text NOT NULL,
  printed_at timestamptz NOT NULL
);
CREATE INDEX label_batch_unit_idx ON label_batch (unit_id, id DESC);
CREATE TABLE blank_label (
  code text CONSTRAINT blank_label_pkey PRIMARY KEY
    CONSTRAINT blank_label_code_check CHECK (code ~ '^TZ-[0-9A-Z]{4}-[0-9A-Z]{4}$'),
  batch_id uuid NOT NULL CONSTRAINT blank_label_batch_fkey REFERENCES label_batch (id),
  ordinal integer NOT NULL CONSTRAINT blank_label_ordinal_check CHECK (ordinal >= 1),
  CONSTRAINT blank_label_ordinal_key UNIQUE (batch_id, ordinal)
);
COMMENT ON TABLE blank_label IS 'printed codes; the device that wears one is told by device_barcode';
ALTER TABLE device
  ADD CONSTRAINT device_asset_code_label_check CHECK (asset_code !~* '^TZ-[0-9A-Z]{4}-[0-9A-Z]{4}$'),
  ADD CONSTRAINT device_serial_label_check CHECK (serial !~* '^TZ-[0-9A-Z]{4}-[0-9A-Z]{4}$');
CREATE INDEX device_barcode_lower_value_idx ON device_barcode (lower(value)) WHERE released_at IS NULL;
`);
    await this.guardCodes(runner);
  }

  /** A code is told by two tables: the lock, shared for names and alone for barcodes, makes each see the other. */
  private async guardCodes(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE FUNCTION refuse_code_of_barcode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7895, 1);
  IF EXISTS (SELECT 1 FROM device_barcode b WHERE b.released_at IS NULL AND b.device_id <> NEW.id
      AND lower(b.value) IN (lower(NEW.asset_code), lower(NEW.serial))) THEN
    RAISE unique_violation USING CONSTRAINT = 'device_code_of_barcode', MESSAGE = 'another device wears the code';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER device_code_of_barcode BEFORE INSERT OR UPDATE OF asset_code, serial ON device
  FOR EACH ROW EXECUTE FUNCTION refuse_code_of_barcode();
CREATE FUNCTION refuse_barcode_of_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7895, 1);
  IF EXISTS (SELECT 1 FROM device d WHERE d.id <> NEW.device_id
      AND (lower(d.asset_code) = lower(NEW.value) OR lower(d.serial) = lower(NEW.value))) THEN
    RAISE unique_violation USING CONSTRAINT = 'device_barcode_of_code', MESSAGE = 'another device has the code';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER device_barcode_of_code BEFORE INSERT ON device_barcode
  FOR EACH ROW EXECUTE FUNCTION refuse_barcode_of_code();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER device_barcode_of_code ON device_barcode;
DROP TRIGGER device_code_of_barcode ON device;
DROP FUNCTION refuse_barcode_of_code, refuse_code_of_barcode;
DROP INDEX device_barcode_lower_value_idx;
ALTER TABLE device DROP CONSTRAINT device_asset_code_label_check, DROP CONSTRAINT device_serial_label_check;
DROP TABLE blank_label, label_batch;
`);
  }
}
