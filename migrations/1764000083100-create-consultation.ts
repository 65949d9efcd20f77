import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a consultation works on and comes to: agenda, materials, experts, conclusions and who stands by them. */
export class CreateConsultation1764000083100 implements MigrationInterface {
  name = 'CreateConsultation1764000083100';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [agenda, material, invited, conclusion, version, voice]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE conclusion_voice; DROP TABLE conclusion_version; DROP TABLE conclusion; DROP TABLE invited_expert;
       DROP TABLE consultation_material; DROP TABLE agenda_item; DROP TABLE consultation`,
    );
  }
}

const agenda = `
CREATE TABLE consultation (
  session_id uuid CONSTRAINT pk_consultation PRIMARY KEY
    CONSTRAINT fk_consultation_session REFERENCES command_session (id),
  place text CONSTRAINT ck_consultation_place CHECK (length(place) BETWEEN 1 AND 200)
);
COMMENT ON COLUMN consultation.place IS 'where it is held, or over which line';
CREATE TABLE agenda_item (
  session_id uuid NOT NULL CONSTRAINT fk_agenda_item_session REFERENCES command_session (id),
  item_id uuid NOT NULL,
  position int NOT NULL CONSTRAINT ck_agenda_item_position CHECK (position > 0),
  title text NOT NULL CONSTRAINT ck_agenda_item_title CHECK (length(title) BETWEEN 1 AND 200),
  presenter text CONSTRAINT ck_agenda_item_presenter CHECK (length(presenter) BETWEEN 1 AND 100),
  minutes int CONSTRAINT ck_agenda_item_minutes CHECK (minutes BETWEEN 1 AND 600),
  state text NOT NULL CONSTRAINT ck_agenda_item_state CHECK (state IN ('planned', 'under_way', 'done', 'dropped')),
  begun_seq bigint,
  ended_seq bigint,
  CONSTRAINT pk_agenda_item PRIMARY KEY (session_id, item_id)
);
CREATE UNIQUE INDEX uq_agenda_item_under_way ON agenda_item (session_id) WHERE state = 'under_way';
COMMENT ON COLUMN agenda_item.item_id IS 'chosen by the client';
`;

const material = `
CREATE TABLE consultation_material (
  session_id uuid NOT NULL CONSTRAINT fk_consultation_material_session REFERENCES command_session (id),
  material_id uuid NOT NULL,
  agenda_item_id uuid,
  title text NOT NULL CONSTRAINT ck_consultation_material_title CHECK (length(title) BETWEEN 1 AND 200),
  evidence_id uuid CONSTRAINT fk_consultation_material_evidence REFERENCES evidence_item (id),
  kind text,
  sha256 text CONSTRAINT ck_consultation_material_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  text text CONSTRAINT ck_consultation_material_text CHECK (length(text) BETWEEN 1 AND 10000),
  scope jsonb NOT NULL,
  added_by uuid NOT NULL CONSTRAINT fk_consultation_material_added_by REFERENCES app_user (id),
  added_seq bigint NOT NULL,
  CONSTRAINT pk_consultation_material PRIMARY KEY (session_id, material_id),
  CONSTRAINT fk_consultation_material_item FOREIGN KEY (session_id, agenda_item_id)
    REFERENCES agenda_item (session_id, item_id),
  CONSTRAINT ck_consultation_material_one CHECK (num_nonnulls(evidence_id, text) = 1),
  CONSTRAINT ck_consultation_material_digest CHECK ((evidence_id IS NULL) = (sha256 IS NULL))
);
COMMENT ON COLUMN consultation_material.sha256 IS 'of the item as it was when it was put before the consultation';
`;

const invited = `
CREATE TABLE invited_expert (
  session_id uuid NOT NULL CONSTRAINT fk_invited_expert_session REFERENCES command_session (id),
  expert_id uuid NOT NULL CONSTRAINT fk_invited_expert_expert REFERENCES expert (id),
  name text NOT NULL,
  organisation text NOT NULL,
  user_id uuid CONSTRAINT fk_invited_expert_user REFERENCES app_user (id),
  guest_id uuid CONSTRAINT fk_invited_expert_guest REFERENCES session_guest (id),
  invited_seq bigint NOT NULL,
  CONSTRAINT pk_invited_expert PRIMARY KEY (session_id, expert_id),
  CONSTRAINT ck_invited_expert_way CHECK (num_nonnulls(user_id, guest_id) = 1)
);
COMMENT ON COLUMN invited_expert.name IS 'as the register had it when they were invited';
`;

const conclusion = `
CREATE TABLE conclusion (
  session_id uuid NOT NULL CONSTRAINT fk_conclusion_session REFERENCES command_session (id),
  conclusion_id uuid NOT NULL,
  agenda_item_id uuid,
  state text NOT NULL CONSTRAINT ck_conclusion_state CHECK (state IN ('drafted', 'settled')),
  version int NOT NULL CONSTRAINT ck_conclusion_version CHECK (version > 0),
  settled_seq bigint,
  CONSTRAINT pk_conclusion PRIMARY KEY (session_id, conclusion_id),
  CONSTRAINT fk_conclusion_item FOREIGN KEY (session_id, agenda_item_id) REFERENCES agenda_item (session_id, item_id),
  CONSTRAINT ck_conclusion_settled CHECK ((state = 'settled') = (settled_seq IS NOT NULL))
);
`;

const version = `
CREATE TABLE conclusion_version (
  session_id uuid NOT NULL,
  conclusion_id uuid NOT NULL,
  version int NOT NULL,
  text text NOT NULL CONSTRAINT ck_conclusion_version_text CHECK (length(text) BETWEEN 1 AND 10000),
  sha256 bytea NOT NULL CONSTRAINT ck_conclusion_version_sha256 CHECK (octet_length(sha256) = 32),
  drafted_by uuid NOT NULL CONSTRAINT fk_conclusion_version_drafted_by REFERENCES app_user (id),
  drafted_seq bigint NOT NULL,
  CONSTRAINT pk_conclusion_version PRIMARY KEY (session_id, conclusion_id, version),
  CONSTRAINT uq_conclusion_version_digest UNIQUE (session_id, conclusion_id, version, sha256),
  CONSTRAINT fk_conclusion_version_conclusion FOREIGN KEY (session_id, conclusion_id)
    REFERENCES conclusion (session_id, conclusion_id)
);
COMMENT ON COLUMN conclusion_version.sha256 IS 'of the canonical JSON of session, conclusion, version, agenda item and text';
`;

const voice = `
CREATE TABLE conclusion_voice (
  session_id uuid NOT NULL,
  conclusion_id uuid NOT NULL,
  version int NOT NULL,
  sha256 bytea NOT NULL,
  speaker_id uuid NOT NULL,
  speaker_kind text NOT NULL CONSTRAINT ck_conclusion_voice_kind CHECK (speaker_kind IN ('person', 'guest')),
  name text NOT NULL,
  organisation text NOT NULL,
  role text,
  stance text NOT NULL CONSTRAINT ck_conclusion_voice_stance CHECK (stance IN ('signed', 'dissented')),
  reason text CONSTRAINT ck_conclusion_voice_reason CHECK (length(reason) BETWEEN 1 AND 1000),
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_conclusion_voice PRIMARY KEY (session_id, conclusion_id, version, speaker_id),
  CONSTRAINT fk_conclusion_voice_version FOREIGN KEY (session_id, conclusion_id, version, sha256)
    REFERENCES conclusion_version (session_id, conclusion_id, version, sha256),
  CONSTRAINT ck_conclusion_voice_dissent CHECK ((stance = 'dissented') = (reason IS NOT NULL))
);
COMMENT ON TABLE conclusion_voice IS 'one answer a person and version; it names the digest of what it answers';
`;
