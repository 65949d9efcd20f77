import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Command sessions, who takes part, what happened in them (a hash chain), orders and their receipts. */
export class CreateCommand1764000008000 implements MigrationInterface {
  name = 'CreateCommand1764000008000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [commandSession, sessionParticipant, sessionEvent, workOrder, orderReceipt]) {
      await runner.query(statements);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE order_receipt, work_order, session_event, session_participant, command_session`);
  }
}

const tiers = `('county', 'city', 'province')`;
const orderStates = `(
  'DRAFT', 'ISSUED', 'DELIVERED', 'SEEN', 'ACKNOWLEDGED', 'EN_ROUTE', 'ON_SCENE', 'SUBMITTED', 'ACCEPTED', 'RETURNED',
  'REJECTED', 'CANCELLED', 'EXPIRED')`;

// last_seq and last_hash are advanced under this row's lock: that is what makes the sequence gapless and the chain one.
const commandSession = `
CREATE TABLE command_session (
  id uuid CONSTRAINT command_session_pkey PRIMARY KEY,
  case_id uuid NOT NULL CONSTRAINT command_session_case_fkey REFERENCES case_file (id),
  title text NOT NULL CONSTRAINT command_session_title_check CHECK (length(title) BETWEEN 1 AND 200),
  kind text NOT NULL CONSTRAINT command_session_kind_check
    CHECK (kind IN ('dispatch', 'consultation', 'joint_collection')),
  unit_id uuid NOT NULL CONSTRAINT command_session_unit_fkey REFERENCES unit (id),
  tier text NOT NULL CONSTRAINT command_session_tier_check CHECK (tier IN ${tiers}),
  state text NOT NULL CONSTRAINT command_session_state_check
    CHECK (state IN ('scheduled', 'open', 'suspended', 'closed', 'archived')),
  commander_user_id uuid NOT NULL CONSTRAINT command_session_commander_fkey REFERENCES app_user (id),
  commander_unit_id uuid NOT NULL CONSTRAINT command_session_commander_unit_fkey REFERENCES unit (id),
  epoch integer NOT NULL CONSTRAINT command_session_epoch_check CHECK (epoch > 0),
  last_seq bigint NOT NULL CONSTRAINT command_session_last_seq_check CHECK (last_seq >= 0),
  last_hash bytea NOT NULL CONSTRAINT command_session_last_hash_check CHECK (octet_length(last_hash) = 32),
  offered_to_user_id uuid CONSTRAINT command_session_offered_to_fkey REFERENCES app_user (id),
  offer_expires_at timestamptz,
  created_by uuid NOT NULL CONSTRAINT command_session_created_by_fkey REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT command_session_offer_check CHECK ((offered_to_user_id IS NULL) = (offer_expires_at IS NULL))
);
CREATE INDEX command_session_case_idx ON command_session (case_id);
CREATE INDEX command_session_unit_idx ON command_session (unit_id, id DESC);
COMMENT ON COLUMN command_session.epoch IS 'raised each time command passes; commands given under an older one are refused';
COMMENT ON COLUMN command_session.last_hash IS 'hash of the last event, before the first one the hash of the session id';
COMMENT ON COLUMN command_session.commander_unit_id IS 'the commander''s unit when they took command';
`;

const sessionParticipant = `
CREATE TABLE session_participant (
  id uuid CONSTRAINT session_participant_pkey PRIMARY KEY,
  session_id uuid NOT NULL CONSTRAINT session_participant_session_fkey REFERENCES command_session (id),
  user_id uuid CONSTRAINT session_participant_user_fkey REFERENCES app_user (id),
  unit_id uuid NOT NULL CONSTRAINT session_participant_unit_fkey REFERENCES unit (id),
  tier text NOT NULL CONSTRAINT session_participant_tier_check CHECK (tier IN ${tiers}),
  role text CONSTRAINT session_participant_role_check CHECK (role IN (
    'commander', 'deputy', 'dispatcher', 'field_lead', 'field_member', 'pilot', 'expert', 'scribe', 'liaison',
    'observer')),
  state text NOT NULL CONSTRAINT session_participant_state_check CHECK (state IN ('invited', 'joined', 'left')),
  join_mode text NOT NULL CONSTRAINT session_participant_join_mode_check
    CHECK (join_mode IN ('opened', 'invited', 'pulled_in', 'supervising')),
  invited_by uuid CONSTRAINT session_participant_invited_by_fkey REFERENCES app_user (id),
  joined_seq bigint,
  left_seq bigint,
  case_granted boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT session_participant_joined_check CHECK (state = 'invited' OR (user_id IS NOT NULL AND role IS NOT NULL))
);
CREATE UNIQUE INDEX session_participant_user_key ON session_participant (session_id, user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX session_participant_unit_key ON session_participant (session_id, unit_id) WHERE user_id IS NULL;
CREATE UNIQUE INDEX session_participant_commander_key ON session_participant (session_id) WHERE role = 'commander';
CREATE INDEX session_participant_user_idx ON session_participant (user_id);
COMMENT ON COLUMN session_participant.user_id IS 'null: the invitation of a whole unit';
COMMENT ON COLUMN session_participant.role IS 'null until someone enters whose role follows from their work';
COMMENT ON COLUMN session_participant.join_mode IS 'pulled_in: by an order addressed to them; supervising: from a unit above';
COMMENT ON COLUMN session_participant.case_granted IS 'true while the session opens the case file to them';
`;

const sessionEvent = `
CREATE TABLE session_event (
  session_id uuid NOT NULL CONSTRAINT session_event_session_fkey REFERENCES command_session (id),
  seq bigint NOT NULL CONSTRAINT session_event_seq_check CHECK (seq > 0),
  cmd_id uuid NOT NULL,
  type text NOT NULL,
  actor jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  scope jsonb NOT NULL CONSTRAINT session_event_scope_check
    CHECK (coalesce(scope ->> 'kind', '') IN ('ALL', 'TIER_AND_UP', 'ORG', 'DIRECT')),
  payload jsonb NOT NULL,
  prev_hash bytea NOT NULL CONSTRAINT session_event_prev_hash_check CHECK (octet_length(prev_hash) = 32),
  hash bytea NOT NULL CONSTRAINT session_event_hash_check CHECK (octet_length(hash) = 32),
  CONSTRAINT session_event_pkey PRIMARY KEY (session_id, seq),
  CONSTRAINT session_event_cmd_key UNIQUE (session_id, cmd_id)
);
CREATE INDEX session_event_map_idx ON session_event (session_id, (payload ->> 'featureId'), seq)
  WHERE type IN ('map.put', 'map.remove');
CREATE TRIGGER session_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON session_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN session_event.actor IS 'who they were then: id, name, unit, tier, session role';
COMMENT ON COLUMN session_event.occurred_at IS 'the client''s time where it had to wait for the network, else recorded_at';
COMMENT ON COLUMN session_event.hash IS 'SHA-256 of prev_hash and the canonical JSON of the event';
`;

const workOrder = `
CREATE TABLE work_order (
  id uuid CONSTRAINT work_order_pkey PRIMARY KEY,
  session_id uuid NOT NULL CONSTRAINT work_order_session_fkey REFERENCES command_session (id),
  to_user_id uuid CONSTRAINT work_order_to_user_fkey REFERENCES app_user (id),
  to_unit_id uuid CONSTRAINT work_order_to_unit_fkey REFERENCES unit (id),
  to_device_id uuid CONSTRAINT work_order_to_device_fkey REFERENCES device (id),
  text text NOT NULL CONSTRAINT work_order_text_check CHECK (length(text) BETWEEN 1 AND 4000),
  place point,
  ack_due_at timestamptz,
  done_due_at timestamptz,
  state text NOT NULL CONSTRAINT work_order_state_check CHECK (state IN ${orderStates}),
  evidence_ids uuid[] NOT NULL,
  issued_by uuid NOT NULL CONSTRAINT work_order_issued_by_fkey REFERENCES app_user (id),
  issued_seq bigint NOT NULL,
  issued_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT work_order_addressee_check CHECK (num_nonnulls(to_user_id, to_unit_id, to_device_id) = 1)
);
CREATE INDEX work_order_session_idx ON work_order (session_id, id DESC);
CREATE INDEX work_order_to_unit_idx ON work_order (to_unit_id, id DESC) WHERE to_unit_id IS NOT NULL;
COMMENT ON COLUMN work_order.id IS 'chosen by the client, so that an order written offline has one id from the start';
COMMENT ON COLUMN work_order.place IS 'x longitude, y latitude, WGS-84';
COMMENT ON COLUMN work_order.state IS 'the responsible recipient''s, read off the receipts';
`;

const orderReceipt = `
CREATE TABLE order_receipt (
  order_id uuid NOT NULL CONSTRAINT order_receipt_order_fkey REFERENCES work_order (id),
  recipient_user_id uuid NOT NULL CONSTRAINT order_receipt_recipient_fkey REFERENCES app_user (id),
  responsible boolean NOT NULL,
  state text NOT NULL CONSTRAINT order_receipt_state_check CHECK (state IN ${orderStates}),
  delivered_at timestamptz,
  seen_at timestamptz,
  acknowledged_at timestamptz,
  en_route_at timestamptz,
  on_scene_at timestamptz,
  submitted_at timestamptz,
  CONSTRAINT order_receipt_pkey PRIMARY KEY (order_id, recipient_user_id)
);
CREATE UNIQUE INDEX order_receipt_responsible_key ON order_receipt (order_id) WHERE responsible;
CREATE INDEX order_receipt_recipient_idx ON order_receipt (recipient_user_id, order_id DESC);
COMMENT ON TABLE order_receipt IS 'when each recipient got, saw and did what, as they report it';
`;
