import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests to be shown what somebody sees: a running picture by their consent, or one photo. */
export class CreateSightRequest1764000082200 implements MigrationInterface {
  name = 'CreateSightRequest1764000082200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sightRequest);
    await runner.query(promotion);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX uq_session_event_still; DROP TABLE sight_request`);
  }
}

const sightRequest = `
CREATE TABLE sight_request (
  id uuid CONSTRAINT pk_sight_request PRIMARY KEY,
  session_id uuid NOT NULL CONSTRAINT fk_sight_request_session REFERENCES command_session (id),
  kind text NOT NULL CONSTRAINT ck_sight_request_kind CHECK (kind IN ('show', 'photo')),
  state text NOT NULL CONSTRAINT ck_sight_request_state
    CHECK (state IN ('asked', 'consented', 'refused', 'stopped', 'over', 'taken')),
  asked_by uuid NOT NULL CONSTRAINT fk_sight_request_asked_by REFERENCES app_user (id),
  holder_user_id uuid CONSTRAINT fk_sight_request_holder REFERENCES app_user (id),
  device_id uuid CONSTRAINT fk_sight_request_device REFERENCES device (id),
  until_at timestamptz,
  evidence_id uuid CONSTRAINT fk_sight_request_evidence REFERENCES evidence_item (id),
  asked_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT ck_sight_request_target CHECK (num_nonnulls(holder_user_id, device_id) > 0),
  CONSTRAINT ck_sight_request_until CHECK (state <> 'consented' OR until_at IS NOT NULL)
);
CREATE UNIQUE INDEX uq_sight_request_open ON sight_request (session_id, holder_user_id)
  WHERE kind = 'show' AND state IN ('asked', 'consented');
CREATE INDEX ix_sight_request_due ON sight_request (until_at) WHERE state = 'consented';
COMMENT ON COLUMN sight_request.id IS 'chosen by the client';
COMMENT ON COLUMN sight_request.holder_user_id IS 'the person who is asked; null for a photo that a drone takes';
COMMENT ON COLUMN sight_request.until_at IS 'how long they consented to';
`;

const promotion = `
CREATE UNIQUE INDEX uq_session_event_still ON session_event (session_id, (payload ->> 'sha256'))
  WHERE type = 'still.promote'
`;
