import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lots are received, opened and stored at a temperature; units say below what a kit runs low. */
export class ExtendLots1764000024000 implements MigrationInterface {
  name = 'ExtendLots1764000024000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE kit_kind
  ADD COLUMN open_life_days integer CONSTRAINT kit_kind_open_life_days_check CHECK (open_life_days BETWEEN 1 AND 3650),
  ADD COLUMN storage_min_celsius integer CONSTRAINT kit_kind_storage_min_celsius_check
    CHECK (storage_min_celsius BETWEEN -200 AND 100),
  ADD COLUMN storage_max_celsius integer CONSTRAINT kit_kind_storage_max_celsius_check
    CHECK (storage_max_celsius BETWEEN storage_min_celsius AND 100),
  ADD CONSTRAINT kit_kind_storage_check CHECK ((storage_min_celsius IS NULL) = (storage_max_celsius IS NULL));
COMMENT ON COLUMN kit_kind.open_life_days IS 'how long a lot is good once it is opened; empty: to its expiry';

ALTER TABLE lot
  ADD COLUMN received_on date,
  ADD COLUMN opened_at timestamptz,
  ADD COLUMN open_until date,
  ADD COLUMN cost_category text CONSTRAINT lot_cost_category_check CHECK (length(cost_category) BETWEEN 1 AND 50),
  ADD CONSTRAINT lot_open_until_check CHECK (open_until IS NULL OR opened_at IS NOT NULL);
UPDATE lot SET received_on = (created_at AT TIME ZONE 'Asia/Shanghai')::date;
ALTER TABLE lot ALTER COLUMN received_on SET NOT NULL;
COMMENT ON COLUMN lot.open_until IS 'last usable day in China of what is open, as the kit''s open life was when it was opened';
COMMENT ON COLUMN lot.cost_category IS 'what the unit books its cost under';

CREATE TABLE kit_minimum (
  unit_id uuid NOT NULL CONSTRAINT kit_minimum_unit_fkey REFERENCES unit (id),
  kit_kind_id uuid NOT NULL CONSTRAINT kit_minimum_kit_kind_fkey REFERENCES kit_kind (id),
  quantity integer NOT NULL CONSTRAINT kit_minimum_quantity_check CHECK (quantity > 0),
  updated_at timestamptz NOT NULL,
  CONSTRAINT kit_minimum_pkey PRIMARY KEY (unit_id, kit_kind_id)
);
COMMENT ON TABLE kit_minimum IS 'with less than this that is good and promised to nobody, a unit is low on a kit';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE kit_minimum;
ALTER TABLE lot DROP COLUMN received_on, DROP COLUMN opened_at, DROP COLUMN open_until, DROP COLUMN cost_category;
ALTER TABLE kit_kind DROP COLUMN open_life_days, DROP COLUMN storage_min_celsius, DROP COLUMN storage_max_celsius;
`);
  }
}
