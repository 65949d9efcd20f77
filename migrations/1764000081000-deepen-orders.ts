import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders to a role, with priority, time of arrival, parent and flights; drafts; recipients who refuse. */
export class DeepenOrders1764000081000 implements MigrationInterface {
  name = 'DeepenOrders1764000081000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE work_order
  ADD COLUMN to_role text CONSTRAINT work_order_to_role_check CHECK (to_role IN (
    'deputy', 'dispatcher', 'field_lead', 'field_member', 'pilot', 'expert', 'scribe', 'liaison', 'observer')),
  ADD COLUMN priority text NOT NULL DEFAULT 'routine' CONSTRAINT work_order_priority_check
    CHECK (priority IN ('routine', 'urgent', 'flash')),
  ADD COLUMN arrive_due_at timestamptz,
  ADD COLUMN parent_order_id uuid,
  ADD COLUMN expires boolean NOT NULL DEFAULT false,
  ADD COLUMN is_issued boolean NOT NULL DEFAULT true,
  ADD COLUMN flight_ids uuid[] NOT NULL DEFAULT '{}',
  DROP CONSTRAINT work_order_addressee_check,
  ADD CONSTRAINT work_order_addressee_check CHECK (num_nonnulls(to_user_id, to_unit_id, to_device_id, to_role) = 1),
  ADD CONSTRAINT work_order_expires_check CHECK (NOT expires OR ack_due_at IS NOT NULL),
  ADD CONSTRAINT work_order_issued_check CHECK (CASE WHEN is_issued THEN state <> 'DRAFT' ELSE state IN ('DRAFT', 'CANCELLED') END),
  ADD CONSTRAINT work_order_session_key UNIQUE (session_id, id),
  ADD CONSTRAINT work_order_parent_fkey FOREIGN KEY (session_id, parent_order_id) REFERENCES work_order (session_id, id),
  ADD CONSTRAINT work_order_parent_check CHECK (parent_order_id <> id);
ALTER TABLE work_order
  ALTER COLUMN priority DROP DEFAULT,
  ALTER COLUMN expires DROP DEFAULT,
  ALTER COLUMN is_issued DROP DEFAULT,
  ALTER COLUMN flight_ids DROP DEFAULT;
CREATE INDEX work_order_parent_idx ON work_order (parent_order_id) WHERE parent_order_id IS NOT NULL;
COMMENT ON COLUMN work_order.expires IS 'ends as EXPIRED when nobody has acknowledged it by ack_due_at';
COMMENT ON COLUMN work_order.is_issued IS 'false: a draft, also one that was given up; issued_by, issued_seq and issued_at tell of the drafting then';
ALTER TABLE order_receipt
  ADD COLUMN rejected_at timestamptz,
  ADD COLUMN reject_reason text,
  ADD CONSTRAINT order_receipt_rejected_check CHECK ((rejected_at IS NULL) = (reject_reason IS NULL));
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE order_receipt DROP COLUMN rejected_at, DROP COLUMN reject_reason;
ALTER TABLE work_order
  DROP CONSTRAINT work_order_parent_fkey,
  DROP CONSTRAINT work_order_session_key,
  DROP CONSTRAINT work_order_addressee_check;
DELETE FROM order_receipt WHERE order_id IN (SELECT id FROM work_order WHERE to_role IS NOT NULL OR NOT is_issued);
DELETE FROM work_order WHERE to_role IS NOT NULL OR NOT is_issued;
ALTER TABLE work_order
  DROP COLUMN to_role, DROP COLUMN priority, DROP COLUMN arrive_due_at, DROP COLUMN parent_order_id,
  DROP COLUMN expires, DROP COLUMN is_issued, DROP COLUMN flight_ids,
  ADD CONSTRAINT work_order_addressee_check CHECK (num_nonnulls(to_user_id, to_unit_id, to_device_id) = 1);
`);
  }
}
