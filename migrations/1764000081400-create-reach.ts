import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How people are reached outside the console, and what was sent to them there. */
export class CreateReach1764000081400 implements MigrationInterface {
  name = 'CreateReach1764000081400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE person_contact (
  user_id uuid CONSTRAINT pk_person_contact PRIMARY KEY CONSTRAINT fk_person_contact_user REFERENCES app_user (id),
  mobile text CONSTRAINT ck_person_contact_mobile CHECK (mobile ~ '^[+]?[0-9]{5,20}$'),
  email text CONSTRAINT ck_person_contact_email CHECK (length(email) BETWEEN 3 AND 254 AND email ~ '^[^[:space:]@]+@[^[:space:]@]+$'),
  updated_by uuid NOT NULL CONSTRAINT fk_person_contact_updated_by REFERENCES app_user (id),
  updated_at timestamptz NOT NULL
);
CREATE TABLE delivery (
  id uuid CONSTRAINT pk_delivery PRIMARY KEY,
  user_id uuid NOT NULL CONSTRAINT fk_delivery_user REFERENCES app_user (id),
  channel text NOT NULL CONSTRAINT ck_delivery_channel CHECK (channel IN ('message', 'email')),
  code text NOT NULL CONSTRAINT ck_delivery_code CHECK (code ~ '^[A-Z][A-Z0-9_]{2,59}$'),
  subject_kind text NOT NULL CONSTRAINT ck_delivery_subject_kind CHECK (length(subject_kind) BETWEEN 1 AND 50),
  subject_id text NOT NULL CONSTRAINT ck_delivery_subject_id CHECK (length(subject_id) BETWEEN 1 AND 100),
  occasion text NOT NULL CONSTRAINT ck_delivery_occasion CHECK (length(occasion) BETWEEN 1 AND 200),
  state text NOT NULL CONSTRAINT ck_delivery_state CHECK (state IN ('queued', 'sent', 'failed', 'unreachable')),
  tries integer NOT NULL CONSTRAINT ck_delivery_tries CHECK (tries >= 0),
  last_fault text CONSTRAINT ck_delivery_fault CHECK (last_fault IN (
    'NO_CONTACT', 'UNREACHABLE', 'TOO_SLOW', 'REFUSED', 'TRY_AGAIN', 'TOO_LATE', 'GIVEN_UP')),
  queued_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT uq_delivery_occasion UNIQUE (user_id, channel, code, occasion),
  CONSTRAINT ck_delivery_ended CHECK ((state = 'queued') = (ended_at IS NULL)),
  CONSTRAINT ck_delivery_unreachable CHECK (state <> 'unreachable' OR tries = 0)
);
CREATE INDEX ix_delivery_queued ON delivery (subject_id) WHERE state = 'queued';
COMMENT ON TABLE delivery IS 'what was to be sent outside the console; the words are those of the code alone';
COMMENT ON COLUMN delivery.state IS 'unreachable: there was no way to the person, so nothing was tried';
COMMENT ON COLUMN delivery.last_fault IS 'what the last try met, also where a later one succeeded';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE delivery; DROP TABLE person_contact`);
  }
}
