import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES_KNOWN = `(user_id IS NOT NULL AND role IS NOT NULL)`;

/**
 * Sessions that are planned ahead and frozen when they close; people who ask to take part, are refused or removed. Offers
 * of command that have run out by now end without a word: nobody is told today of what ended long ago.
 */
export class ExtendSessions1764000080000 implements MigrationInterface {
  name = 'ExtendSessions1764000080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE command_session
  ADD scheduled_for timestamptz,
  ADD closed_manifest_sha256 bytea
    CONSTRAINT command_session_closed_manifest_check CHECK (octet_length(closed_manifest_sha256) = 32);
UPDATE command_session SET offered_to_user_id = NULL, offer_expires_at = NULL
WHERE offer_expires_at <= now() OR state IN ('closed', 'archived');
CREATE INDEX command_session_offer_idx ON command_session (offer_expires_at) WHERE offer_expires_at IS NOT NULL;
COMMENT ON COLUMN command_session.scheduled_for IS 'when it is meant to begin; null: it began when it was made';
COMMENT ON COLUMN command_session.closed_manifest_sha256 IS 'SHA-256 of the canonical JSON of the manifest in the event that closed it; null while it is not closed';

ALTER TABLE session_participant
  DROP CONSTRAINT session_participant_state_check,
  DROP CONSTRAINT session_participant_join_mode_check,
  DROP CONSTRAINT session_participant_joined_check,
  ADD on_line boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT session_participant_state_check
    CHECK (state IN ('invited', 'joined', 'left', 'requested', 'declined', 'removed')),
  ADD CONSTRAINT session_participant_join_mode_check
    CHECK (join_mode IN ('opened', 'invited', 'pulled_in', 'supervising', 'requested')),
  ADD CONSTRAINT session_participant_joined_check
    CHECK (state IN ('invited', 'requested', 'declined', 'removed') OR ${ROLES_KNOWN}),
  ADD CONSTRAINT session_participant_person_check CHECK (state = 'invited' OR user_id IS NOT NULL),
  ADD CONSTRAINT session_participant_commander_stays_check CHECK (role <> 'commander' OR state = 'joined');
CREATE INDEX session_participant_on_line_idx ON session_participant (session_id) WHERE on_line;
COMMENT ON COLUMN session_participant.join_mode IS 'pulled_in: by an order addressed to them or by the commander; supervising: from a unit above; requested: asked to take part';
COMMENT ON COLUMN session_participant.on_line IS 'whether the record last said that they are on the line';
`);
  }

  /** The older service knows neither wishes nor refusals, and nobody who was removed: for it they have left. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DELETE FROM session_participant WHERE state IN ('requested', 'declined');
UPDATE session_participant SET state = 'left', role = coalesce(role, 'observer') WHERE state = 'removed';
UPDATE session_participant SET join_mode = 'invited' WHERE join_mode = 'requested';
ALTER TABLE session_participant
  DROP CONSTRAINT session_participant_commander_stays_check,
  DROP CONSTRAINT session_participant_person_check,
  DROP CONSTRAINT session_participant_joined_check,
  DROP CONSTRAINT session_participant_join_mode_check,
  DROP CONSTRAINT session_participant_state_check,
  DROP on_line,
  ADD CONSTRAINT session_participant_state_check CHECK (state IN ('invited', 'joined', 'left')),
  ADD CONSTRAINT session_participant_join_mode_check
    CHECK (join_mode IN ('opened', 'invited', 'pulled_in', 'supervising')),
  ADD CONSTRAINT session_participant_joined_check CHECK (state = 'invited' OR ${ROLES_KNOWN});
COMMENT ON COLUMN session_participant.join_mode IS 'pulled_in: by an order addressed to them; supervising: from a unit above';
DROP INDEX command_session_offer_idx;
ALTER TABLE command_session DROP closed_manifest_sha256, DROP scheduled_for;
`);
  }
}
