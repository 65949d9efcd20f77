import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing is measured off a removed item, or paired with it; a removal under way is waited for. */
export class RefuseFiguresOfTombstones1764000078000 implements MigrationInterface {
  name = 'RefuseFiguresOfTombstones1764000078000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE FUNCTION refuse_tombstones(items uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE standing text;
BEGIN
  FOR standing IN SELECT state FROM evidence_item WHERE id = ANY (items) ORDER BY id FOR KEY SHARE LOOP
    IF standing = 'removed' THEN
      RAISE EXCEPTION 'nothing more is written about the bytes of a removed item' USING ERRCODE = '42501';
    END IF;
  END LOOP;
END $$;
CREATE FUNCTION refuse_measurement_of_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse_tombstones(ARRAY(SELECT (one ->> 'itemId')::uuid FROM jsonb_array_elements(NEW.items) AS one));
  RETURN NEW;
END $$;
CREATE TRIGGER measurement_of_standing_items BEFORE INSERT ON measurement
  FOR EACH ROW EXECUTE FUNCTION refuse_measurement_of_tombstone();
CREATE FUNCTION refuse_pair_of_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse_tombstones(ARRAY[NEW.before_item_id, NEW.after_item_id]);
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_pair_of_standing_items BEFORE INSERT ON evidence_pair
  FOR EACH ROW EXECUTE FUNCTION refuse_pair_of_tombstone();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER evidence_pair_of_standing_items ON evidence_pair;
DROP TRIGGER measurement_of_standing_items ON measurement;
DROP FUNCTION refuse_pair_of_tombstone, refuse_measurement_of_tombstone, refuse_tombstones;
`);
  }
}
