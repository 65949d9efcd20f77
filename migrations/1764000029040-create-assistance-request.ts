import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Assistance requests (技术协助): who asks which technical department for what, and every step until its report. */
export class CreateAssistanceRequest1764000029040 implements MigrationInterface {
  name = 'CreateAssistanceRequest1764000029040';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [request, step, assignment, outcome]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE assistance_outcome;
DROP TABLE assistance_assignee;
DROP TABLE assistance_assignment;
DROP TABLE assistance_step;
DROP TABLE assistance_request;
`);
  }
}

const STATES = `('asked', 'returned', 'accepted', 'assigned', 'under_way', 'closed', 'not_done', 'declined', 'withdrawn')`;
const OVER = `('closed', 'not_done', 'declined', 'withdrawn')`;

const request = `
CREATE TABLE assistance_request (
  id uuid CONSTRAINT assistance_request_pkey PRIMARY KEY,
  case_id uuid NOT NULL CONSTRAINT assistance_request_case_fkey REFERENCES case_file (id),
  kind text NOT NULL CONSTRAINT assistance_request_kind_check CHECK (kind IN ('flight', 'test', 'survey')),
  place point NOT NULL,
  place_name text CONSTRAINT assistance_request_place_name_check CHECK (length(place_name) BETWEEN 1 AND 200),
  purpose text NOT NULL CONSTRAINT assistance_request_purpose_check CHECK (length(purpose) BETWEEN 1 AND 2000),
  due_at timestamptz NOT NULL,
  asked_by uuid NOT NULL CONSTRAINT assistance_request_asked_by_fkey REFERENCES app_user (id),
  asking_unit_id uuid NOT NULL CONSTRAINT assistance_request_asking_unit_fkey REFERENCES unit (id),
  addressed_unit_id uuid CONSTRAINT assistance_request_addressed_unit_fkey REFERENCES unit (id),
  taken_unit_id uuid CONSTRAINT assistance_request_taken_unit_fkey REFERENCES unit (id),
  state text NOT NULL CONSTRAINT assistance_request_state_check CHECK (state IN ${STATES}),
  report text CONSTRAINT assistance_request_report_check CHECK (length(report) BETWEEN 1 AND 8000),
  overdue_told_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT assistance_request_taken_check CHECK (CASE
    WHEN state IN ('accepted', 'assigned', 'under_way', 'closed', 'not_done') THEN taken_unit_id IS NOT NULL
    WHEN state IN ('asked', 'returned', 'declined') THEN taken_unit_id IS NULL
    ELSE true END),
  CONSTRAINT assistance_request_addressed_check CHECK (taken_unit_id = addressed_unit_id),
  CONSTRAINT assistance_request_closed_check CHECK ((state = 'closed') = (report IS NOT NULL))
);
CREATE INDEX assistance_request_case_idx ON assistance_request (case_id);
CREATE INDEX assistance_request_asking_unit_idx ON assistance_request (asking_unit_id);
CREATE INDEX assistance_request_taken_unit_idx ON assistance_request (taken_unit_id);
CREATE INDEX assistance_request_due_idx ON assistance_request (due_at) WHERE state NOT IN ${OVER};
COMMENT ON TABLE assistance_request IS 'what a case handler asks of a technical department';
COMMENT ON COLUMN assistance_request.addressed_unit_id IS 'empty: left to the first of the asking unit and those above it that takes it';
COMMENT ON COLUMN assistance_request.taken_unit_id IS 'the unit whose technical department accepted';
COMMENT ON COLUMN assistance_request.overdue_told_at IS 'when those concerned were told that the deadline had passed';
`;

const step = `
CREATE TABLE assistance_step (
  id uuid CONSTRAINT assistance_step_pkey PRIMARY KEY,
  request_id uuid NOT NULL CONSTRAINT assistance_step_request_fkey REFERENCES assistance_request (id),
  step text NOT NULL CONSTRAINT assistance_step_step_check CHECK (step IN ('ask', 'amend', 'accept', 'pass', 'decline',
    'return', 'assign', 'reassign', 'start', 'close', 'not_done', 'withdraw')),
  from_state text CONSTRAINT assistance_step_from_state_check CHECK (from_state IN ${STATES}),
  to_state text NOT NULL CONSTRAINT assistance_step_to_state_check CHECK (to_state IN ${STATES}),
  reason text CONSTRAINT assistance_step_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  actor_id uuid NOT NULL CONSTRAINT assistance_step_actor_fkey REFERENCES app_user (id),
  actor_name text NOT NULL,
  unit_id uuid NOT NULL CONSTRAINT assistance_step_unit_fkey REFERENCES unit (id),
  at timestamptz NOT NULL,
  CONSTRAINT assistance_step_reasoned_check CHECK (
    step NOT IN ('pass', 'decline', 'return', 'reassign', 'not_done', 'withdraw') OR reason IS NOT NULL)
);
CREATE INDEX assistance_step_request_idx ON assistance_step (request_id);
COMMENT ON COLUMN assistance_step.actor_name IS 'as the person was called then';
`;

const assignment = `
CREATE TABLE assistance_assignment (
  id uuid CONSTRAINT assistance_assignment_pkey PRIMARY KEY,
  request_id uuid NOT NULL CONSTRAINT assistance_assignment_request_fkey REFERENCES assistance_request (id),
  booking_id uuid NOT NULL CONSTRAINT assistance_assignment_booking_fkey REFERENCES booking (id)
    CONSTRAINT assistance_assignment_booking_key UNIQUE,
  during tstzrange NOT NULL,
  assigned_at timestamptz NOT NULL,
  released_at timestamptz CONSTRAINT assistance_assignment_released_check CHECK (released_at >= assigned_at)
);
CREATE INDEX assistance_assignment_request_idx ON assistance_assignment (request_id);
COMMENT ON COLUMN assistance_assignment.during IS 'as it was assigned; the booking itself may be moved later';
COMMENT ON COLUMN assistance_assignment.released_at IS 'when others were assigned instead';
CREATE TABLE assistance_assignee (
  assignment_id uuid NOT NULL CONSTRAINT assistance_assignee_assignment_fkey REFERENCES assistance_assignment (id),
  user_id uuid NOT NULL CONSTRAINT assistance_assignee_user_fkey REFERENCES app_user (id),
  CONSTRAINT assistance_assignee_pkey PRIMARY KEY (assignment_id, user_id)
);
CREATE INDEX assistance_assignee_user_idx ON assistance_assignee (user_id);
`;

const outcome = `
CREATE TABLE assistance_outcome (
  request_id uuid NOT NULL CONSTRAINT assistance_outcome_request_fkey REFERENCES assistance_request (id),
  kind text NOT NULL CONSTRAINT assistance_outcome_kind_check CHECK (kind IN ('flight', 'rapid_test', 'sample')),
  subject_id uuid NOT NULL,
  CONSTRAINT assistance_outcome_pkey PRIMARY KEY (request_id, kind, subject_id)
);
CREATE INDEX assistance_outcome_subject_idx ON assistance_outcome (subject_id);
COMMENT ON TABLE assistance_outcome IS 'what came of a request: flights, rapid tests and samples of its case';
`;
