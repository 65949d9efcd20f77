import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who collects where: sectors of a joint collection, and the one unit that leads it. */
export class CreateJointCollection1764000083200 implements MigrationInterface {
  name = 'CreateJointCollection1764000083200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sector);
    await runner.query(lead);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE collection_lead; DROP TABLE collection_sector`);
  }
}

const sector = `
CREATE TABLE collection_sector (
  session_id uuid NOT NULL CONSTRAINT fk_collection_sector_session REFERENCES command_session (id),
  sector_id uuid NOT NULL,
  name text NOT NULL CONSTRAINT ck_collection_sector_name CHECK (length(name) BETWEEN 1 AND 100),
  unit_id uuid NOT NULL CONSTRAINT fk_collection_sector_unit REFERENCES unit (id),
  geometry jsonb NOT NULL CONSTRAINT ck_collection_sector_geometry CHECK (geometry ->> 'type' = 'Polygon'),
  positions int NOT NULL CONSTRAINT ck_collection_sector_positions CHECK (positions BETWEEN 4 AND 1000),
  square_metres double precision NOT NULL CONSTRAINT ck_collection_sector_area CHECK (square_metres > 0),
  version int NOT NULL CONSTRAINT ck_collection_sector_version CHECK (version > 0),
  seq bigint NOT NULL,
  status text NOT NULL CONSTRAINT ck_collection_sector_status
    CHECK (status IN ('not_started', 'under_way', 'done', 'blocked')),
  note text CONSTRAINT ck_collection_sector_note CHECK (length(note) BETWEEN 1 AND 1000),
  reported_seq bigint,
  removed_seq bigint,
  CONSTRAINT pk_collection_sector PRIMARY KEY (session_id, sector_id)
);
CREATE UNIQUE INDEX uq_collection_sector_name ON collection_sector (session_id, name) WHERE removed_seq IS NULL;
COMMENT ON COLUMN collection_sector.sector_id IS 'chosen by the client';
`;

const lead = `
CREATE TABLE collection_lead (
  session_id uuid CONSTRAINT pk_collection_lead PRIMARY KEY
    CONSTRAINT fk_collection_lead_session REFERENCES command_session (id),
  unit_id uuid NOT NULL CONSTRAINT fk_collection_lead_unit REFERENCES unit (id),
  named_seq bigint NOT NULL
);
COMMENT ON TABLE collection_lead IS 'a joint collection is led by one unit at most';
`;
