import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bookings that are asked for, held, changed and taken over: version, priority, and why each line ended. */
export class ExtendBookings1764000021000 implements MigrationInterface {
  name = 'ExtendBookings1764000021000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(booking);
    await runner.query(bookingLine);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX booking_line_waiting_idx;
ALTER TABLE booking_line
  DROP COLUMN closing_code, DROP COLUMN closing_reason, DROP COLUMN decided_by, DROP COLUMN decided_by_name,
  DROP COLUMN decided_at, DROP COLUMN affected_at;
DROP INDEX booking_hold_idx;
CREATE INDEX booking_hold_idx ON booking (hold_expires_at) WHERE state IN ('requested', 'held');
ALTER TABLE booking DROP COLUMN version, DROP COLUMN priority;
`);
  }
}

// A booking with one device out and another still asked for is `out`, so the index goes by the expiry itself.
const booking = `
ALTER TABLE booking
  ADD COLUMN version integer NOT NULL DEFAULT 1 CONSTRAINT booking_version_check CHECK (version >= 1),
  ADD COLUMN priority integer NOT NULL DEFAULT 5 CONSTRAINT booking_priority_check CHECK (priority BETWEEN 0 AND 9);
ALTER TABLE booking ALTER COLUMN version DROP DEFAULT, ALTER COLUMN priority DROP DEFAULT;
UPDATE booking SET hold_expires_at = NULL WHERE state NOT IN ('requested', 'held');
DROP INDEX booking_hold_idx;
CREATE INDEX booking_hold_idx ON booking (hold_expires_at) WHERE hold_expires_at IS NOT NULL;
COMMENT ON COLUMN booking.version IS 'grows with every change; the SEQUENCE of calendars';
COMMENT ON COLUMN booking.hold_expires_at IS 'when lines that are held or asked for lapse; empty once none is';
`;

const bookingLine = `
ALTER TABLE booking_line
  ADD COLUMN closing_code text CONSTRAINT booking_line_closing_code_check
    CHECK (closing_code IN ('given_up', 'swapped', 'pre_empted', 'not_back')),
  ADD COLUMN closing_reason text CONSTRAINT booking_line_closing_reason_check CHECK (length(closing_reason) BETWEEN 1 AND 500),
  ADD COLUMN decided_by uuid CONSTRAINT booking_line_decided_by_fkey REFERENCES app_user (id),
  ADD COLUMN decided_by_name text,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN affected_at timestamptz,
  ADD CONSTRAINT booking_line_closing_check CHECK (closing_code IS NULL OR state = 'cancelled'),
  ADD CONSTRAINT booking_line_decided_check
    CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (decided_by_name IS NULL)),
  ADD CONSTRAINT booking_line_affected_check CHECK (affected_at IS NULL OR state IN ('requested', 'held', 'reserved'));
CREATE INDEX booking_line_waiting_idx ON booking_line (lower(blocked)) WHERE state = 'reserved';
COMMENT ON COLUMN booking_line.closing_code IS 'why a cancelled line ended';
COMMENT ON COLUMN booking_line.closing_reason IS 'in words: the owner''s refusal, the reason of whoever took the period';
COMMENT ON COLUMN booking_line.decided_by IS 'who answered for the owner';
COMMENT ON COLUMN booking_line.affected_at IS 'since when the device, overdue with somebody else, may not be back in time';
`;
