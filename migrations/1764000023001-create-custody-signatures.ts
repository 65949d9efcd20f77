import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Both sides sign: a signature is a row with its signer, moment and digest; custody knows what the battery said. */
export class CreateCustodySignatures1764000023001 implements MigrationInterface {
  name = 'CreateCustodySignatures1764000023001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(signature);
    await runner.query(moved('signature_out', 'check_out', 'receiver', 'holder_id', 'holder_name', 'checked_out_at'));
    await runner.query(moved('signature_in', 'hand_back', 'giver', 'returned_by', 'returned_by_name', 'returned_at'));
    await runner.query(`
      ALTER TABLE custody DROP COLUMN signature_out, DROP COLUMN signature_in,
        ADD COLUMN battery_out_percent integer CONSTRAINT custody_battery_out_percent_check
          CHECK (battery_out_percent BETWEEN 0 AND 100),
        ADD COLUMN battery_in_percent integer CONSTRAINT custody_battery_in_percent_check
          CHECK (battery_in_percent BETWEEN 0 AND 100)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE custody DROP COLUMN battery_out_percent, DROP COLUMN battery_in_percent,
        ADD COLUMN signature_out text CONSTRAINT custody_signature_out_check
          CHECK (length(signature_out) BETWEEN 1 AND 200000),
        ADD COLUMN signature_in text CONSTRAINT custody_signature_in_check
          CHECK (length(signature_in) BETWEEN 1 AND 200000)`);
    await runner.query(`
      UPDATE custody c SET
        signature_out = (SELECT drawing FROM custody_signature s
          WHERE s.custody_id = c.id AND s.moment = 'check_out' AND s.side = 'receiver'),
        signature_in = (SELECT drawing FROM custody_signature s
          WHERE s.custody_id = c.id AND s.moment = 'hand_back' AND s.side = 'giver')`);
    await runner.query(`DROP TABLE custody_signature`);
  }
}

const signature = `
CREATE TABLE custody_signature (
  id uuid CONSTRAINT custody_signature_pkey PRIMARY KEY,
  custody_id uuid NOT NULL CONSTRAINT custody_signature_custody_fkey REFERENCES custody (id),
  moment text NOT NULL CONSTRAINT custody_signature_moment_check
    CHECK (moment IN ('check_out', 'hand_back', 'hand_over')),
  side text NOT NULL CONSTRAINT custody_signature_side_check CHECK (side IN ('giver', 'receiver')),
  user_id uuid CONSTRAINT custody_signature_user_fkey REFERENCES app_user (id),
  name text NOT NULL CONSTRAINT custody_signature_name_check CHECK (length(name) BETWEEN 1 AND 100),
  form text NOT NULL CONSTRAINT custody_signature_form_check CHECK (form IN ('png', 'path', 'text')),
  drawing text NOT NULL CONSTRAINT custody_signature_drawing_check CHECK (length(drawing) BETWEEN 1 AND 200000),
  sha256 text NOT NULL CONSTRAINT custody_signature_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL CONSTRAINT custody_signature_recorded_by_fkey REFERENCES app_user (id)
);
CREATE INDEX custody_signature_custody_idx ON custody_signature (custody_id, id);
CREATE UNIQUE INDEX custody_signature_side_key ON custody_signature (custody_id, moment, side)
  WHERE moment <> 'hand_over';
CREATE TRIGGER custody_signature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody_signature
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN custody_signature.user_id IS 'empty for somebody without an account';
COMMENT ON COLUMN custody_signature.name IS 'as it was written then';
COMMENT ON COLUMN custody_signature.sha256 IS 'of the drawing as it was sent, in UTF-8';
COMMENT ON COLUMN custody_signature.recorded_by IS 'on whose screen it was signed';
`;

/** What was signed before there were two sides. */
function moved(column: string, moment: string, side: string, ...[user, name, at]: string[]): string {
  return `
    INSERT INTO custody_signature
      (id, custody_id, moment, side, user_id, name, form, drawing, sha256, signed_at, recorded_by)
    SELECT gen_random_uuid(), id, '${moment}', '${side}', ${user}, left(${name}, 100), 'text', ${column},
      encode(sha256(convert_to(${column}, 'UTF8')), 'hex'), ${at}, ${user}
    FROM custody WHERE ${column} IS NOT NULL`;
}
