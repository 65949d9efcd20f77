import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Publications of airspace with their editions; zones get a code, versions, heights and times as given. */
export class CreateAirspacePublication1764000029000 implements MigrationInterface {
  name = 'CreateAirspacePublication1764000029000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [publication, edition, zones]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX airspace_zone_space_idx, airspace_zone_code_key, airspace_zone_origin_key;
ALTER TABLE airspace_zone
  DROP COLUMN publication_id, DROP COLUMN code, DROP COLUMN origin_id, DROP COLUMN vertical, DROP COLUMN applicability,
  DROP COLUMN contact, DROP COLUMN notes, DROP COLUMN digest, DROP COLUMN ended_at;
CREATE INDEX airspace_zone_space_idx ON airspace_zone USING gist (bbox, band, during);
DROP TABLE airspace_edition, airspace_publication;`);
  }
}

const publication = `
CREATE TABLE airspace_publication (
  id uuid CONSTRAINT airspace_publication_pkey PRIMARY KEY,
  name text NOT NULL CONSTRAINT airspace_publication_name_check CHECK (length(name) BETWEEN 1 AND 200),
  authority text NOT NULL CONSTRAINT airspace_publication_authority_check CHECK (length(authority) BETWEEN 1 AND 200),
  area jsonb NOT NULL,
  area_box box NOT NULL,
  during tstzrange NOT NULL CONSTRAINT airspace_publication_during_check CHECK (NOT isempty(during) AND NOT upper_inc(during)),
  published_on date NOT NULL,
  source text NOT NULL CONSTRAINT airspace_publication_source_check CHECK (length(source) BETWEEN 1 AND 500),
  edition integer NOT NULL CONSTRAINT airspace_publication_edition_check CHECK (edition > 0),
  unit_id uuid CONSTRAINT airspace_publication_unit_fkey REFERENCES unit (id),
  created_by uuid CONSTRAINT airspace_publication_created_by_fkey REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX airspace_publication_name_key ON airspace_publication (name) WHERE ended_at IS NULL;
CREATE INDEX airspace_publication_area_idx ON airspace_publication USING gist (area_box, during) WHERE ended_at IS NULL;
COMMENT ON COLUMN airspace_publication.area IS 'GeoJSON Polygon or MultiPolygon, WGS-84: where everything that is declared stands in the publication';
COMMENT ON COLUMN airspace_publication.unit_id IS 'the unit that keeps it; null for what the service itself put in';
`;

const edition = `
CREATE TABLE airspace_edition (
  publication_id uuid NOT NULL CONSTRAINT airspace_edition_publication_fkey REFERENCES airspace_publication (id),
  number integer NOT NULL CONSTRAINT airspace_edition_number_check CHECK (number > 0),
  published_on date NOT NULL,
  source text NOT NULL,
  file_sha256 text NOT NULL,
  format text NOT NULL,
  added integer NOT NULL,
  changed integer NOT NULL,
  ended integer NOT NULL,
  unchanged integer NOT NULL,
  imported_by uuid CONSTRAINT airspace_edition_imported_by_fkey REFERENCES app_user (id),
  imported_at timestamptz NOT NULL,
  CONSTRAINT airspace_edition_pkey PRIMARY KEY (publication_id, number)
);
CREATE TRIGGER airspace_edition_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON airspace_edition
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE airspace_edition IS 'every import of a publication: which file, and what it changed';
`;

const zones = `
ALTER TABLE airspace_zone
  ADD COLUMN publication_id uuid CONSTRAINT airspace_zone_publication_fkey REFERENCES airspace_publication (id),
  ADD COLUMN code text CONSTRAINT airspace_zone_code_check CHECK (length(code) BETWEEN 1 AND 200),
  ADD COLUMN origin_id uuid,
  ADD COLUMN vertical jsonb,
  ADD COLUMN applicability jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN contact jsonb,
  ADD COLUMN notes text[] NOT NULL DEFAULT '{}',
  ADD COLUMN digest text,
  ADD COLUMN ended_at timestamptz;
UPDATE airspace_zone SET origin_id = id;
ALTER TABLE airspace_zone
  ALTER COLUMN origin_id SET NOT NULL,
  ALTER COLUMN applicability DROP DEFAULT,
  ALTER COLUMN notes DROP DEFAULT,
  ADD CONSTRAINT airspace_zone_published_check CHECK ((publication_id IS NULL) = (code IS NULL)),
  ADD CONSTRAINT airspace_zone_digest_check CHECK ((publication_id IS NULL) = (digest IS NULL));
DROP INDEX airspace_zone_space_idx;
CREATE INDEX airspace_zone_space_idx ON airspace_zone USING gist (bbox, band, during) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX airspace_zone_code_key ON airspace_zone (publication_id, code) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX airspace_zone_origin_key ON airspace_zone (origin_id, version);
COMMENT ON COLUMN airspace_zone.code IS 'what names the zone within its publication';
COMMENT ON COLUMN airspace_zone.origin_id IS 'the first version of the same zone; a version never changes, it only ends';
COMMENT ON COLUMN airspace_zone.vertical IS 'the limits as given, with unit and reference; band is what flights are held against';
COMMENT ON COLUMN airspace_zone.applicability IS 'periods with weekly windows; empty: always within during';
COMMENT ON COLUMN airspace_zone.notes IS 'what was assumed where the source leaves something open';
COMMENT ON COLUMN airspace_zone.digest IS 'of everything the publication says about the zone: another digest is another version';
`;
