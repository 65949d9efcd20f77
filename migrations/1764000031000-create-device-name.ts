import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Asset codes and serials are one space of names: a device logs in and is scanned under either. */
export class CreateDeviceName1764000031000 implements MigrationInterface {
  name = 'CreateDeviceName1764000031000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_name (
  name text CONSTRAINT device_name_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_name_device_fkey REFERENCES device (id) ON DELETE CASCADE
);
CREATE INDEX device_name_device_idx ON device_name (device_id);
COMMENT ON TABLE device_name IS 'kept by the table device: the asset code and serial of each, in lower case, each name once';
INSERT INTO device_name
SELECT DISTINCT ON (n.name) n.name, d.id FROM device d
CROSS JOIN LATERAL (VALUES (lower(d.asset_code)), (lower(d.serial))) AS n (name)
WHERE n.name IS NOT NULL ORDER BY n.name, d.id;
CREATE FUNCTION keep_device_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM device_name n WHERE n.device_id = NEW.id
    AND n.name IS DISTINCT FROM lower(NEW.asset_code) AND n.name IS DISTINCT FROM lower(NEW.serial);
  INSERT INTO device_name
  SELECT DISTINCT wanted.name, NEW.id FROM (VALUES (lower(NEW.asset_code)), (lower(NEW.serial))) AS wanted (name)
  WHERE wanted.name IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM device_name n WHERE n.name = wanted.name AND n.device_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER device_name_kept AFTER INSERT OR UPDATE OF asset_code, serial ON device
  FOR EACH ROW EXECUTE FUNCTION keep_device_name();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER device_name_kept ON device;
DROP FUNCTION keep_device_name;
DROP TABLE device_name;
`);
  }
}
