import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_ITEMS = ['evidence_claim', 'corroboration'] as const;

/** How long evidence of a closed case is kept, and the removals that two persons agreed to. */
export class CreateRetention1764000075040 implements MigrationInterface {
  name = 'CreateRetention1764000075040';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [policy, closure, removal, tombstone, contentGoes]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of OF_ITEMS) {
      await runner.query(`
DROP TRIGGER ${table}_removed_only ON ${table};
DROP TRIGGER ${table}_append_only ON ${table};
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`);
    }
    await runner.query(`
DROP FUNCTION refuse_unless_removed();
ALTER TABLE evidence_item DROP CONSTRAINT evidence_item_removed_check,
  DROP CONSTRAINT evidence_item_state_check,
  ADD CONSTRAINT evidence_item_state_check CHECK (state IN ('received', 'sealed'));
DROP TABLE evidence_removal, case_closure, retention_policy;`);
  }
}

const policy = `
CREATE TABLE retention_policy (
  id uuid CONSTRAINT retention_policy_pkey PRIMARY KEY,
  domain text CONSTRAINT retention_policy_domain_check CHECK (length(domain) BETWEEN 1 AND 100),
  keep_months integer NOT NULL CONSTRAINT retention_policy_keep_months_check CHECK (keep_months BETWEEN 1 AND 1200),
  includes_sealed boolean NOT NULL,
  basis text NOT NULL CONSTRAINT retention_policy_basis_check CHECK (length(basis) BETWEEN 1 AND 1000),
  valid_from timestamptz NOT NULL,
  made_by uuid NOT NULL CONSTRAINT retention_policy_made_by_fkey REFERENCES app_user (id),
  made_at timestamptz NOT NULL,
  ended_at timestamptz CONSTRAINT retention_policy_ended_at_check CHECK (ended_at >= valid_from),
  ended_by uuid CONSTRAINT retention_policy_ended_by_fkey REFERENCES app_user (id),
  CONSTRAINT retention_policy_ended_check CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX retention_policy_in_force_key ON retention_policy (coalesce(domain, '')) WHERE ended_at IS NULL;
COMMENT ON TABLE retention_policy IS 'how long evidence is kept after its case was closed; without a row: for ever';
COMMENT ON COLUMN retention_policy.domain IS 'of the case; absent: of all domains that have no policy of their own';
`;

const closure = `
CREATE TABLE case_closure (
  case_id uuid CONSTRAINT case_closure_pkey PRIMARY KEY CONSTRAINT case_closure_case_fkey REFERENCES case_file (id),
  closed_at timestamptz NOT NULL
);
COMMENT ON TABLE case_closure IS 'since when a case is known here to be closed; the row goes when it is reopened';
`;

const removal = `
CREATE TABLE evidence_removal (
  id uuid CONSTRAINT evidence_removal_pkey PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT evidence_removal_item_fkey REFERENCES evidence_item (id),
  policy_id uuid NOT NULL CONSTRAINT evidence_removal_policy_fkey REFERENCES retention_policy (id),
  due_at timestamptz NOT NULL,
  state text NOT NULL CONSTRAINT evidence_removal_state_check CHECK (state IN ('proposed', 'withdrawn', 'confirmed')),
  reason text NOT NULL CONSTRAINT evidence_removal_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  proposed_by uuid NOT NULL CONSTRAINT evidence_removal_proposed_by_fkey REFERENCES app_user (id),
  proposer jsonb NOT NULL,
  proposed_at timestamptz NOT NULL,
  decided_by uuid CONSTRAINT evidence_removal_decided_by_fkey REFERENCES app_user (id),
  decider jsonb,
  decided_at timestamptz,
  decision_reason text CONSTRAINT evidence_removal_decision_reason_check CHECK (length(decision_reason) BETWEEN 1 AND 1000),
  CONSTRAINT evidence_removal_decided_check
    CHECK ((state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT evidence_removal_two_persons_check CHECK (state <> 'confirmed' OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX evidence_removal_open_key ON evidence_removal (item_id) WHERE state IN ('proposed', 'confirmed');
COMMENT ON TABLE evidence_removal IS 'proposed by one person, confirmed by another; a confirmed one is the tombstone''s reason';
COMMENT ON COLUMN evidence_removal.proposer IS 'as he or she was then';
`;

const tombstone = `
ALTER TABLE evidence_item DROP CONSTRAINT evidence_item_state_check,
  ADD CONSTRAINT evidence_item_state_check CHECK (state IN ('received', 'sealed', 'removed')),
  ADD CONSTRAINT evidence_item_removed_check
    CHECK (state <> 'removed' OR (title IS NULL AND captured_at IS NULL AND lon IS NULL AND place IS NULL));
`;

// What was read out of the bytes goes with them, in the transaction that confirms the removal and never otherwise.
const contentGoes = `
CREATE FUNCTION refuse_unless_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM evidence_removal WHERE item_id = OLD.item_id AND state = 'confirmed') THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
${OF_ITEMS.map(
  (table) => `
DROP TRIGGER ${table}_append_only ON ${table};
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ${table}_removed_only BEFORE DELETE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_removed();`,
).join('')}
`;
