import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Institutions and people outside the organ who are asked for their knowledge; every unit sees them. */
export class CreateExperts1764000083000 implements MigrationInterface {
  name = 'CreateExperts1764000083000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(institution);
    await runner.query(expert);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE expert; DROP TABLE institution`);
  }
}

const FIELDS = `'water', 'soil', 'air', 'ecology', 'food', 'heritage', 'forensic', 'legal', 'surveying', 'other'`;

const institution = `
CREATE TABLE institution (
  id uuid CONSTRAINT pk_institution PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT fk_institution_unit REFERENCES unit (id),
  name text NOT NULL CONSTRAINT ck_institution_name CHECK (length(name) BETWEEN 1 AND 200),
  fields text[] NOT NULL CONSTRAINT ck_institution_fields CHECK (fields <@ ARRAY[${FIELDS}]),
  contact text CONSTRAINT ck_institution_contact CHECK (length(contact) BETWEEN 1 AND 200),
  active boolean NOT NULL,
  created_by uuid NOT NULL CONSTRAINT fk_institution_created_by REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT uq_institution_name UNIQUE (unit_id, name)
);
COMMENT ON COLUMN institution.unit_id IS 'the unit that entered it and alone keeps it';
`;

const expert = `
CREATE TABLE expert (
  id uuid CONSTRAINT pk_expert PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT fk_expert_unit REFERENCES unit (id),
  institution_id uuid CONSTRAINT fk_expert_institution REFERENCES institution (id),
  name text NOT NULL CONSTRAINT ck_expert_name CHECK (length(name) BETWEEN 1 AND 100),
  title text CONSTRAINT ck_expert_title CHECK (length(title) BETWEEN 1 AND 100),
  fields text[] NOT NULL CONSTRAINT ck_expert_fields CHECK (cardinality(fields) > 0 AND fields <@ ARRAY[${FIELDS}]),
  contact text CONSTRAINT ck_expert_contact CHECK (length(contact) BETWEEN 1 AND 200),
  active boolean NOT NULL,
  created_by uuid NOT NULL CONSTRAINT fk_expert_created_by REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT uq_expert_name UNIQUE NULLS NOT DISTINCT (unit_id, institution_id, name)
);
CREATE INDEX ix_expert_institution ON expert (institution_id);
COMMENT ON COLUMN expert.unit_id IS 'the unit that entered them and alone keeps the entry';
COMMENT ON COLUMN expert.institution_id IS 'null: of no institution; it may be another unit''s entry';
`;
