import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People on bookings. A person's line follows its booking by itself, whoever changes the period or the state, so that
 * nobody is promised twice.
 */
export class CreateBookingPerson1764000022100 implements MigrationInterface {
  name = 'CreateBookingPerson1764000022100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE booking_person (
        id uuid CONSTRAINT booking_person_pkey PRIMARY KEY,
        booking_id uuid NOT NULL CONSTRAINT booking_person_booking_fkey REFERENCES booking (id),
        user_id uuid NOT NULL CONSTRAINT booking_person_user_fkey REFERENCES app_user (id),
        user_name text NOT NULL,
        capacity text NOT NULL CONSTRAINT booking_person_capacity_check CHECK (capacity IN ('pilot', 'tester', 'collector')),
        blocked tstzrange NOT NULL,
        state text NOT NULL,
        CONSTRAINT booking_person_user_key UNIQUE (booking_id, user_id),
        CONSTRAINT booking_person_no_overlap EXCLUDE USING gist (user_id WITH =, blocked WITH &&)
          WHERE (state IN ('requested', 'held', 'reserved', 'out', 'overdue'))
      )`);
    await runner.query(`
      CREATE FUNCTION booking_person_follow() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE booking_person SET blocked = NEW.during, state = NEW.state WHERE booking_id = NEW.id;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER booking_person_follow AFTER UPDATE OF during, state ON booking FOR EACH ROW
      WHEN (OLD.during IS DISTINCT FROM NEW.during OR OLD.state IS DISTINCT FROM NEW.state)
      EXECUTE FUNCTION booking_person_follow()`);
    await runner.query(`COMMENT ON COLUMN booking_person.user_name IS 'as it was when the person was booked'`);
    await runner.query(`COMMENT ON COLUMN booking_person.blocked IS 'the period of the booking, kept by a trigger'`);
    await runner.query(`COMMENT ON COLUMN booking_person.state IS 'the state of the booking, kept by a trigger'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER booking_person_follow ON booking`);
    await runner.query(`DROP FUNCTION booking_person_follow`);
    await runner.query(`DROP TABLE booking_person`);
  }
}
