import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a session is short of is asked for, and met bit by bit. */
export class CreateSessionRequest1764000086000 implements MigrationInterface {
  name = 'CreateSessionRequest1764000086000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(request);
    await runner.query(meeting);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE session_request_meeting; DROP TABLE session_request`);
  }
}

const request = `
CREATE TABLE session_request (
  session_id uuid NOT NULL CONSTRAINT fk_session_request_session REFERENCES command_session (id),
  request_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT ck_session_request_kind CHECK (kind IN ('device', 'expert', 'people')),
  kind_code text CONSTRAINT ck_session_request_kind_code
    CHECK (kind_code IS NULL OR (kind = 'device' AND length(kind_code) BETWEEN 1 AND 50)),
  quantity int NOT NULL CONSTRAINT ck_session_request_quantity CHECK (quantity BETWEEN 1 AND 100),
  met int NOT NULL CONSTRAINT ck_session_request_met CHECK (met BETWEEN 0 AND quantity),
  state text NOT NULL CONSTRAINT ck_session_request_state CHECK (
    (state = 'open' AND met = 0) OR (state = 'partially_met' AND met BETWEEN 1 AND quantity - 1)
    OR (state = 'met' AND met = quantity) OR (state = 'cancelled' AND met < quantity)),
  during tstzrange CONSTRAINT ck_session_request_during CHECK (NOT isempty(during)),
  place point,
  text text NOT NULL CONSTRAINT ck_session_request_text CHECK (length(text) BETWEEN 1 AND 4000),
  raised_by uuid NOT NULL CONSTRAINT fk_session_request_raised_by REFERENCES app_user (id),
  unit_id uuid NOT NULL CONSTRAINT fk_session_request_unit REFERENCES unit (id),
  raised_seq bigint NOT NULL,
  changed_seq bigint NOT NULL,
  CONSTRAINT pk_session_request PRIMARY KEY (session_id, request_id)
);
COMMENT ON COLUMN session_request.request_id IS 'chosen by the client';
COMMENT ON COLUMN session_request.unit_id IS 'of whoever raised it, then: what is booked is booked for it';
`;

const meeting = `
CREATE TABLE session_request_meeting (
  session_id uuid NOT NULL,
  seq bigint NOT NULL,
  request_id uuid NOT NULL,
  quantity int NOT NULL CONSTRAINT ck_session_request_meeting_quantity CHECK (quantity BETWEEN 1 AND 100),
  booking_id uuid CONSTRAINT fk_session_request_meeting_booking REFERENCES booking (id),
  device_ids uuid[] NOT NULL,
  expert_ids uuid[] NOT NULL,
  user_ids uuid[] NOT NULL,
  remark text CONSTRAINT ck_session_request_meeting_remark CHECK (length(remark) BETWEEN 1 AND 1000),
  met_by uuid NOT NULL CONSTRAINT fk_session_request_meeting_met_by REFERENCES app_user (id),
  CONSTRAINT pk_session_request_meeting PRIMARY KEY (session_id, seq),
  CONSTRAINT fk_session_request_meeting_request FOREIGN KEY (session_id, request_id)
    REFERENCES session_request (session_id, request_id),
  CONSTRAINT ck_session_request_meeting_booking CHECK ((booking_id IS NULL) = (device_ids = '{}'))
);
COMMENT ON COLUMN session_request_meeting.seq IS 'the number of the event';
`;
