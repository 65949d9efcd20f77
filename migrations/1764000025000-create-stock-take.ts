import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counting what is there: the frozen list, the scans, the signatures, and what was given up as lost. */
export class CreateStockTake1764000025000 implements MigrationInterface {
  name = 'CreateStockTake1764000025000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [stockTake, item, scan, ending, closed]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE stock_take_loss, stock_take_signature, stock_take_scan_file, stock_take_scan, stock_take_item,
        stock_take_assignee, stock_take;
      DROP FUNCTION refuse_after_stock_take;
      DROP FUNCTION refuse_change_of_ended_stock_take`);
  }
}

const stockTake = `
CREATE TABLE stock_take (
  id uuid CONSTRAINT stock_take_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT stock_take_unit_fkey REFERENCES unit (id),
  title text NOT NULL CONSTRAINT stock_take_title_check CHECK (length(title) BETWEEN 1 AND 200),
  unit_ids uuid[] NOT NULL CONSTRAINT stock_take_unit_ids_check CHECK (cardinality(unit_ids) > 0),
  scope jsonb NOT NULL,
  due_on date NOT NULL,
  state text NOT NULL CONSTRAINT stock_take_state_check CHECK (state IN ('open', 'closed', 'cancelled')),
  opened_by uuid NOT NULL CONSTRAINT stock_take_opened_by_fkey REFERENCES app_user (id),
  opened_by_name text NOT NULL,
  opened_at timestamptz NOT NULL,
  ended_by uuid CONSTRAINT stock_take_ended_by_fkey REFERENCES app_user (id),
  ended_by_name text,
  ended_at timestamptz,
  ending_note text CONSTRAINT stock_take_ending_note_check CHECK (length(ending_note) BETWEEN 1 AND 2000),
  CONSTRAINT stock_take_ended_check CHECK ((state = 'open') = (ended_at IS NULL)
    AND (ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_by_name IS NULL))
);
CREATE INDEX stock_take_unit_idx ON stock_take (unit_id, id DESC);
COMMENT ON COLUMN stock_take.unit_id IS 'the unit that counts';
COMMENT ON COLUMN stock_take.unit_ids IS 'the owners whose devices are counted, when it began';
COMMENT ON COLUMN stock_take.scope IS 'what narrowed the list: kind, category, whether parts are counted';
COMMENT ON COLUMN stock_take.ending_note IS 'a remark on the result, or why it was given up';

CREATE TABLE stock_take_assignee (
  stock_take_id uuid NOT NULL CONSTRAINT stock_take_assignee_stock_take_fkey REFERENCES stock_take (id),
  user_id uuid NOT NULL CONSTRAINT stock_take_assignee_user_fkey REFERENCES app_user (id),
  user_name text NOT NULL,
  CONSTRAINT stock_take_assignee_pkey PRIMARY KEY (stock_take_id, user_id)
);
CREATE INDEX stock_take_assignee_user_idx ON stock_take_assignee (user_id, stock_take_id DESC);
`;

const item = `
CREATE TABLE stock_take_item (
  stock_take_id uuid NOT NULL CONSTRAINT stock_take_item_stock_take_fkey REFERENCES stock_take (id),
  device_id uuid NOT NULL CONSTRAINT stock_take_item_device_fkey REFERENCES device (id),
  asset_code text NOT NULL,
  serial text,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  unit_id uuid NOT NULL CONSTRAINT stock_take_item_unit_fkey REFERENCES unit (id),
  outcome text CONSTRAINT stock_take_item_outcome_check CHECK (outcome IN ('found', 'out', 'unexpected', 'missing')),
  holder_name text,
  holder_unit_id uuid CONSTRAINT stock_take_item_holder_unit_fkey REFERENCES unit (id),
  due_at timestamptz,
  CONSTRAINT stock_take_item_pkey PRIMARY KEY (stock_take_id, device_id),
  CONSTRAINT stock_take_item_holder_check CHECK (outcome = 'out' OR (holder_name IS NULL AND holder_unit_id IS NULL AND due_at IS NULL))
);
CREATE INDEX stock_take_item_asset_code_idx ON stock_take_item (stock_take_id, lower(asset_code));
COMMENT ON TABLE stock_take_item IS 'what should be there, as the books said when the counting began';
COMMENT ON COLUMN stock_take_item.outcome IS 'set once, at the close; until then it follows from the scans and the open custodies';
COMMENT ON COLUMN stock_take_item.holder_name IS 'who had it at the close, when it was out';
`;

const scan = `
CREATE TABLE stock_take_scan (
  id uuid CONSTRAINT stock_take_scan_pkey PRIMARY KEY,
  stock_take_id uuid NOT NULL CONSTRAINT stock_take_scan_stock_take_fkey REFERENCES stock_take (id),
  device_id uuid CONSTRAINT stock_take_scan_device_fkey REFERENCES device (id),
  code text NOT NULL CONSTRAINT stock_take_scan_code_check CHECK (length(code) BETWEEN 1 AND 200),
  result text NOT NULL CONSTRAINT stock_take_scan_result_check CHECK (result IN ('found', 'unexpected')),
  reason text CONSTRAINT stock_take_scan_reason_check
    CHECK (reason IN ('unknown_code', 'other_unit', 'not_in_scope', 'out_by_books', 'recorded_lost', 'recorded_retired')),
  position point,
  note text CONSTRAINT stock_take_scan_note_check CHECK (length(note) BETWEEN 1 AND 500),
  scanned_by uuid NOT NULL CONSTRAINT stock_take_scan_scanned_by_fkey REFERENCES app_user (id),
  scanned_by_name text NOT NULL,
  scanned_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT stock_take_scan_why_check CHECK ((result = 'unexpected') = (reason IS NOT NULL)),
  CONSTRAINT stock_take_scan_unknown_check CHECK ((device_id IS NULL) = (reason IS NOT DISTINCT FROM 'unknown_code'))
);
CREATE UNIQUE INDEX stock_take_scan_device_key ON stock_take_scan (stock_take_id, device_id) WHERE device_id IS NOT NULL;
CREATE UNIQUE INDEX stock_take_scan_code_key ON stock_take_scan (stock_take_id, lower(code)) WHERE device_id IS NULL;
CREATE INDEX stock_take_scan_stock_take_idx ON stock_take_scan (stock_take_id, id DESC);
CREATE TRIGGER stock_take_scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_take_scan
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE stock_take_scan IS 'the first scan of each thing; later ones of the same thing are only answered';
COMMENT ON COLUMN stock_take_scan.scanned_at IS 'as the phone says, which may have been without a network; else as recorded_at';

CREATE TABLE stock_take_scan_file (
  scan_id uuid NOT NULL CONSTRAINT stock_take_scan_file_scan_fkey REFERENCES stock_take_scan (id),
  file_id uuid NOT NULL CONSTRAINT stock_take_scan_file_file_fkey REFERENCES equipment_file (id),
  CONSTRAINT stock_take_scan_file_pkey PRIMARY KEY (scan_id, file_id)
);
CREATE INDEX stock_take_scan_file_file_idx ON stock_take_scan_file (file_id);
CREATE TRIGGER stock_take_scan_file_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_take_scan_file
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const ending = `
CREATE TABLE stock_take_signature (
  id uuid CONSTRAINT stock_take_signature_pkey PRIMARY KEY,
  stock_take_id uuid NOT NULL CONSTRAINT stock_take_signature_stock_take_fkey REFERENCES stock_take (id),
  ordinal integer NOT NULL,
  role text NOT NULL CONSTRAINT stock_take_signature_role_check CHECK (role IN ('counter', 'keeper', 'supervisor', 'witness')),
  name text NOT NULL CONSTRAINT stock_take_signature_name_check CHECK (length(name) BETWEEN 1 AND 100),
  signature text NOT NULL CONSTRAINT stock_take_signature_signature_check CHECK (length(signature) BETWEEN 1 AND 200000),
  taken_by uuid NOT NULL CONSTRAINT stock_take_signature_taken_by_fkey REFERENCES app_user (id),
  signed_at timestamptz NOT NULL,
  CONSTRAINT stock_take_signature_ordinal_key UNIQUE (stock_take_id, ordinal)
);
CREATE TRIGGER stock_take_signature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_take_signature
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN stock_take_signature.taken_by IS 'the account on whose screen it was drawn';

CREATE TABLE stock_take_loss (
  stock_take_id uuid NOT NULL,
  device_id uuid NOT NULL,
  reason text NOT NULL CONSTRAINT stock_take_loss_reason_check CHECK (length(reason) BETWEEN 1 AND 500),
  decided_by uuid NOT NULL CONSTRAINT stock_take_loss_decided_by_fkey REFERENCES app_user (id),
  decided_by_name text NOT NULL,
  decided_at timestamptz NOT NULL,
  CONSTRAINT stock_take_loss_pkey PRIMARY KEY (stock_take_id, device_id),
  CONSTRAINT stock_take_loss_item_fkey FOREIGN KEY (stock_take_id, device_id)
    REFERENCES stock_take_item (stock_take_id, device_id)
);
CREATE TRIGGER stock_take_loss_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_take_loss
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE stock_take_loss IS 'missing devices that somebody declared lost, one by one';
`;

const closed = `
CREATE FUNCTION refuse_change_of_ended_stock_take() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'open' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an ended stock-take is never changed' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER stock_take_immutable BEFORE UPDATE ON stock_take
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ended_stock_take();
CREATE TRIGGER stock_take_kept BEFORE DELETE OR TRUNCATE ON stock_take
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_after_stock_take() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM stock_take WHERE id = NEW.stock_take_id AND state <> 'open';
  IF NOT FOUND THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an ended stock-take takes nothing in' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER stock_take_item_immutable BEFORE INSERT OR UPDATE ON stock_take_item
FOR EACH ROW EXECUTE FUNCTION refuse_after_stock_take();
CREATE TRIGGER stock_take_item_kept BEFORE DELETE OR TRUNCATE ON stock_take_item
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stock_take_scan_in_time BEFORE INSERT ON stock_take_scan
FOR EACH ROW EXECUTE FUNCTION refuse_after_stock_take();
CREATE TRIGGER stock_take_signature_in_time BEFORE INSERT ON stock_take_signature
FOR EACH ROW EXECUTE FUNCTION refuse_after_stock_take();
`;
