import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stays that were found afterwards may be extended by what comes later still. */
export class TellLateStaysApart1764000061000 implements MigrationInterface {
  name = 'TellLateStaysApart1764000061000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE fence_stay ADD COLUMN is_late boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN fence_stay.is_late IS 'found in frames that came late; may be extended by more of them';
UPDATE fence_stay s SET is_late = true FROM device_alarm a
WHERE a.is_late AND a.fence_id = s.fence_id AND a.device_id = s.device_id AND a.began_at = s.entered_at AND a.ended_at = s.left_at;
ALTER TABLE fence_stay ALTER COLUMN is_late DROP DEFAULT;
CREATE INDEX device_alarm_late_idx ON device_alarm (device_id, fence_id, began_at) WHERE is_late;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX device_alarm_late_idx; ALTER TABLE fence_stay DROP COLUMN is_late;`);
  }
}
