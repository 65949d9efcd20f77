import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told, one after the other, when something of an order is overdue; what is waited for; what was told. */
export class CreateEscalation1764000081300 implements MigrationInterface {
  name = 'CreateEscalation1764000081300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(policies);
    await runner.query(timers);
    await runner.query(escalations);
    await runner.query(awaited);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE order_escalation;
DROP INDEX ix_command_session_open;
DROP TABLE order_timer;
DROP TABLE escalation_step;
DROP TABLE escalation_policy;
`);
  }
}

const TARGETS = `('assignee', 'duty_desk', 'superior', 'commander', 'tier_above')`;
const CHANNELS = `('in_page', 'message', 'email')`;

const policies = `
CREATE TABLE escalation_policy (
  id uuid CONSTRAINT pk_escalation_policy PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT fk_escalation_policy_unit REFERENCES unit (id),
  priority text NOT NULL CONSTRAINT ck_escalation_policy_priority CHECK (priority IN ('routine', 'urgent', 'flash')),
  ack_within_seconds integer CONSTRAINT ck_escalation_policy_ack CHECK (ack_within_seconds BETWEEN 10 AND 86400),
  set_by uuid NOT NULL CONSTRAINT fk_escalation_policy_set_by REFERENCES app_user (id),
  set_at timestamptz NOT NULL,
  CONSTRAINT uq_escalation_policy UNIQUE (unit_id, priority)
);
CREATE TABLE escalation_step (
  policy_id uuid NOT NULL CONSTRAINT fk_escalation_step_policy REFERENCES escalation_policy (id) ON DELETE CASCADE,
  step smallint NOT NULL CONSTRAINT ck_escalation_step_number CHECK (step BETWEEN 1 AND 10),
  after_seconds integer NOT NULL CONSTRAINT ck_escalation_step_after CHECK (after_seconds BETWEEN 10 AND 86400),
  target text NOT NULL CONSTRAINT ck_escalation_step_target CHECK (target IN ${TARGETS}),
  channel text NOT NULL CONSTRAINT ck_escalation_step_channel CHECK (channel IN ${CHANNELS}),
  max_loops smallint NOT NULL CONSTRAINT ck_escalation_step_loops CHECK (max_loops BETWEEN 1 AND 10),
  CONSTRAINT pk_escalation_step PRIMARY KEY (policy_id, step)
);
COMMENT ON TABLE escalation_policy IS 'of orders of one priority in sessions of the unit and of those below it that have none of their own';
COMMENT ON COLUMN escalation_policy.ack_within_seconds IS 'acknowledgement is due so long after the issue where the order says no time; null: never';
COMMENT ON COLUMN escalation_step.after_seconds IS 'after the time that was due, or after the telling before';
`;

const timers = `
CREATE TABLE order_timer (
  order_id uuid NOT NULL,
  session_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT ck_order_timer_kind CHECK (kind IN ('ack', 'arrive', 'done')),
  state text NOT NULL CONSTRAINT ck_order_timer_state CHECK (state IN ('running', 'ended', 'stopped', 'exhausted')),
  deadline timestamptz NOT NULL,
  steps jsonb NOT NULL,
  round integer NOT NULL CONSTRAINT ck_order_timer_round CHECK (round > 0),
  step smallint NOT NULL CONSTRAINT ck_order_timer_step CHECK (step > 0),
  loop smallint NOT NULL CONSTRAINT ck_order_timer_loop CHECK (loop > 0),
  due_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT pk_order_timer PRIMARY KEY (order_id, kind),
  CONSTRAINT fk_order_timer_order FOREIGN KEY (session_id, order_id) REFERENCES work_order (session_id, id)
);
CREATE INDEX ix_order_timer_due ON order_timer (session_id, due_at) WHERE state = 'running';
CREATE INDEX ix_command_session_open ON command_session (id) WHERE state = 'open';
COMMENT ON COLUMN order_timer.state IS 'ended: what was waited for came about; stopped: by someone who directs; exhausted: everybody was told';
COMMENT ON COLUMN order_timer.steps IS 'the policy as it was when the timer was set';
COMMENT ON COLUMN order_timer.round IS 'counts how often it was set or put to another step: with step and loop it names one telling for ever';
COMMENT ON COLUMN order_timer.due_at IS 'when the telling of this step and loop is due';
`;

const escalations = `
CREATE TABLE order_escalation (
  order_id uuid NOT NULL,
  kind text NOT NULL,
  round integer NOT NULL,
  step smallint NOT NULL,
  loop smallint NOT NULL,
  session_id uuid NOT NULL,
  seq bigint NOT NULL,
  fired_at timestamptz NOT NULL,
  target text NOT NULL CONSTRAINT ck_order_escalation_target CHECK (target IN ${TARGETS}),
  channel text NOT NULL CONSTRAINT ck_order_escalation_channel CHECK (channel IN ${CHANNELS}),
  told jsonb NOT NULL,
  vacancy text CONSTRAINT ck_order_escalation_vacancy
    CHECK (vacancy IN ('nobody_on_duty', 'nobody_there', 'nothing_above')),
  CONSTRAINT pk_order_escalation PRIMARY KEY (order_id, kind, round, step, loop),
  CONSTRAINT fk_order_escalation_timer FOREIGN KEY (order_id, kind) REFERENCES order_timer (order_id, kind),
  CONSTRAINT fk_order_escalation_event FOREIGN KEY (session_id, seq) REFERENCES session_event (session_id, seq)
    DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT ck_order_escalation_told CHECK ((vacancy IS NULL) = (jsonb_array_length(told) > 0))
);
CREATE TRIGGER order_escalation_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_escalation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE order_escalation IS 'each telling once, beside its event';
COMMENT ON COLUMN order_escalation.vacancy IS 'why nobody was told';
`;

// As the service would set them: what is over already is told of from now on, by the steps of a routine order.
const awaited = `
INSERT INTO order_timer (order_id, session_id, kind, state, deadline, steps, round, step, loop, due_at, updated_at)
SELECT o.id, o.session_id, due.kind, 'running', due.at, '[
  {"afterSeconds": 60, "target": "assignee", "channel": "message", "maxLoops": 2},
  {"afterSeconds": 300, "target": "duty_desk", "channel": "message", "maxLoops": 1},
  {"afterSeconds": 600, "target": "superior", "channel": "in_page", "maxLoops": 1},
  {"afterSeconds": 600, "target": "commander", "channel": "in_page", "maxLoops": 1}
]', 1, 1, 1, greatest(due.at, now()) + interval '60 seconds', now()
FROM work_order o
JOIN command_session s ON s.id = o.session_id AND s.state IN ('scheduled', 'open', 'suspended')
CROSS JOIN LATERAL (VALUES
  ('ack', o.ack_due_at, ARRAY['ISSUED', 'DELIVERED', 'SEEN']),
  ('done', o.done_due_at, ARRAY['ISSUED', 'DELIVERED', 'SEEN', 'ACKNOWLEDGED', 'EN_ROUTE', 'ON_SCENE', 'RETURNED'])
) AS due (kind, at, states)
WHERE o.is_issued AND due.at IS NOT NULL AND o.state = ANY (due.states);
`;
