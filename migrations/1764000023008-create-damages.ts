import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A damaged device: reported by holder or owner, assessed and decided on by the owner. */
export class CreateDamages1764000023008 implements MigrationInterface {
  name = 'CreateDamages1764000023008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(damage);
    await runner.query(entry);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE damage_photo, damage_entry, damage`);
  }
}

const states = `('reported', 'assessed', 'decided', 'closed')`;
const severities = `('cosmetic', 'limits_use', 'blocks_use')`;
const decisions = `('repair', 'write_off', 'no_action', 'charge')`;

const refuseChange = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const damage = `
CREATE TABLE damage (
  id uuid CONSTRAINT damage_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT damage_device_fkey REFERENCES device (id),
  custody_id uuid CONSTRAINT damage_custody_fkey REFERENCES custody (id),
  owner_unit_id uuid NOT NULL CONSTRAINT damage_owner_unit_fkey REFERENCES unit (id),
  holder_unit_id uuid CONSTRAINT damage_holder_unit_fkey REFERENCES unit (id),
  state text NOT NULL CONSTRAINT damage_state_check CHECK (state IN ${states}),
  severity text NOT NULL CONSTRAINT damage_severity_check CHECK (severity IN ${severities}),
  source text NOT NULL CONSTRAINT damage_source_check CHECK (source IN ('person', 'checklist')),
  description text NOT NULL CONSTRAINT damage_description_check CHECK (length(description) BETWEEN 1 AND 2000),
  items jsonb NOT NULL CONSTRAINT damage_items_check CHECK (jsonb_typeof(items) = 'array'),
  reported_by uuid NOT NULL CONSTRAINT damage_reported_by_fkey REFERENCES app_user (id),
  reported_by_name text NOT NULL,
  reported_at timestamptz NOT NULL,
  decision text CONSTRAINT damage_decision_check CHECK (decision IN ${decisions}),
  cost_cents bigint CONSTRAINT damage_cost_cents_check CHECK (cost_cents >= 0),
  charged_unit_id uuid CONSTRAINT damage_charged_unit_fkey REFERENCES unit (id),
  hold_reason text,
  updated_at timestamptz NOT NULL,
  CONSTRAINT damage_decided_check CHECK ((state IN ('decided', 'closed')) = (decision IS NOT NULL)),
  CONSTRAINT damage_charge_check CHECK (
    decision IS DISTINCT FROM 'charge' OR (cost_cents > 0 AND charged_unit_id IS NOT NULL))
);
CREATE INDEX damage_device_idx ON damage (device_id, id DESC);
CREATE INDEX damage_owner_unit_idx ON damage (owner_unit_id, id DESC);
CREATE INDEX damage_holder_unit_idx ON damage (holder_unit_id, id DESC) WHERE holder_unit_id IS NOT NULL;
COMMENT ON COLUMN damage.owner_unit_id IS 'as it was when the damage was reported';
COMMENT ON COLUMN damage.holder_unit_id IS 'who had it, as far as somebody had';
COMMENT ON COLUMN damage.items IS 'checks that failed as it came back';
COMMENT ON COLUMN damage.cost_cents IS 'hundredths of a yuan';
COMMENT ON COLUMN damage.hold_reason IS 'the reason under which this damage keeps the device out of service; empty while it does not';
`;

const entry = `
CREATE TABLE damage_entry (
  id uuid CONSTRAINT damage_entry_pkey PRIMARY KEY,
  damage_id uuid NOT NULL CONSTRAINT damage_entry_damage_fkey REFERENCES damage (id),
  state text NOT NULL CONSTRAINT damage_entry_state_check CHECK (state IN ${states}),
  severity text NOT NULL CONSTRAINT damage_entry_severity_check CHECK (severity IN ${severities}),
  decision text CONSTRAINT damage_entry_decision_check CHECK (decision IN ${decisions}),
  note text CONSTRAINT damage_entry_note_check CHECK (length(note) BETWEEN 1 AND 2000),
  at timestamptz NOT NULL,
  actor_id uuid NOT NULL CONSTRAINT damage_entry_actor_fkey REFERENCES app_user (id),
  actor_name text NOT NULL
);
CREATE INDEX damage_entry_damage_idx ON damage_entry (damage_id, id);
${refuseChange('damage_entry')}

CREATE TABLE damage_photo (
  entry_id uuid NOT NULL CONSTRAINT damage_photo_entry_fkey REFERENCES damage_entry (id),
  file_id uuid NOT NULL CONSTRAINT damage_photo_file_fkey REFERENCES equipment_file (id),
  CONSTRAINT damage_photo_pkey PRIMARY KEY (entry_id, file_id)
);
CREATE INDEX damage_photo_file_idx ON damage_photo (file_id);
${refuseChange('damage_photo')}
`;
