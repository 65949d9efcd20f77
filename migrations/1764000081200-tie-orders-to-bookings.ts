import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was booked with an order is given up with it. */
export class TieOrdersToBookings1764000081200 implements MigrationInterface {
  name = 'TieOrdersToBookings1764000081200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE work_order
  ADD COLUMN booking_id uuid CONSTRAINT work_order_booking_fkey REFERENCES booking (id),
  ADD CONSTRAINT work_order_booking_key UNIQUE (booking_id);
COMMENT ON COLUMN work_order.booking_id IS 'the device, people and lots that were booked in the same transaction';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE work_order DROP COLUMN booking_id`);
  }
}
