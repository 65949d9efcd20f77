import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Thematic layers (basic farmland, water-source zones …), version by version, and how each item stands to each. */
export class CreateEvidenceLayers1764000073010 implements MigrationInterface {
  name = 'CreateEvidenceLayers1764000073010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [layer, feature, tag]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_layer_tag, evidence_layer_feature, evidence_layer`);
  }
}

const refuseChange = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const layer = `
CREATE TABLE evidence_layer (
  id uuid CONSTRAINT evidence_layer_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT evidence_layer_code_check CHECK (code ~ '^[a-z][a-z0-9_]{1,59}$'),
  version text NOT NULL CONSTRAINT evidence_layer_version_check CHECK (length(version) BETWEEN 1 AND 60),
  name_zh text NOT NULL CONSTRAINT evidence_layer_name_zh_check CHECK (length(name_zh) BETWEEN 1 AND 200),
  name_en text NOT NULL CONSTRAINT evidence_layer_name_en_check CHECK (length(name_en) BETWEEN 1 AND 200),
  source text NOT NULL CONSTRAINT evidence_layer_source_check CHECK (length(source) BETWEEN 1 AND 500),
  source_date date NOT NULL,
  near_metres double precision NOT NULL CONSTRAINT evidence_layer_near_metres_check CHECK (near_metres BETWEEN 0 AND 10000),
  format text NOT NULL CONSTRAINT evidence_layer_format_check CHECK (format IN ('geojson', 'geopackage', 'shapefile')),
  crs text NOT NULL,
  text_encoding text NOT NULL,
  sha256 text NOT NULL CONSTRAINT evidence_layer_blob_fkey REFERENCES blob (sha256),
  feature_count integer NOT NULL CONSTRAINT evidence_layer_feature_count_check CHECK (feature_count > 0),
  unit_id uuid NOT NULL CONSTRAINT evidence_layer_unit_fkey REFERENCES unit (id),
  imported_by uuid NOT NULL CONSTRAINT evidence_layer_imported_by_fkey REFERENCES app_user (id),
  in_force_from timestamptz NOT NULL,
  superseded_at timestamptz CONSTRAINT evidence_layer_superseded_at_check CHECK (superseded_at >= in_force_from),
  CONSTRAINT evidence_layer_version_key UNIQUE (code, version)
);
CREATE UNIQUE INDEX evidence_layer_in_force_key ON evidence_layer (code) WHERE superseded_at IS NULL;
COMMENT ON TABLE evidence_layer IS 'one version of a thematic layer; of each code one is in force';
COMMENT ON COLUMN evidence_layer.sha256 IS 'the file it was read from, as it came';
COMMENT ON COLUMN evidence_layer.near_metres IS 'up to this far from an area an item is near it';
COMMENT ON COLUMN evidence_layer.crs IS 'what the file said its coordinates are; here they are WGS-84';
COMMENT ON COLUMN evidence_layer.text_encoding IS 'how its texts were read, and by what that was known';
`;

const feature = `
CREATE TABLE evidence_layer_feature (
  id uuid CONSTRAINT evidence_layer_feature_pkey PRIMARY KEY,
  layer_id uuid NOT NULL CONSTRAINT evidence_layer_feature_layer_fkey REFERENCES evidence_layer (id),
  number integer NOT NULL CONSTRAINT evidence_layer_feature_number_check CHECK (number > 0),
  name text CONSTRAINT evidence_layer_feature_name_check CHECK (length(name) BETWEEN 1 AND 300),
  geometry jsonb NOT NULL,
  bounds box NOT NULL,
  CONSTRAINT evidence_layer_feature_number_key UNIQUE (layer_id, number)
);
CREATE INDEX evidence_layer_feature_bounds_idx ON evidence_layer_feature USING gist (bounds);
${refuseChange('evidence_layer_feature')}
COMMENT ON COLUMN evidence_layer_feature.number IS 'place in the file, from 1';
COMMENT ON COLUMN evidence_layer_feature.geometry IS 'GeoJSON Polygon or MultiPolygon, WGS-84';
`;

const tag = `
CREATE TABLE evidence_layer_tag (
  id uuid CONSTRAINT evidence_layer_tag_pkey PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT evidence_layer_tag_item_fkey REFERENCES evidence_item (id),
  layer_id uuid NOT NULL CONSTRAINT evidence_layer_tag_layer_fkey REFERENCES evidence_layer (id),
  relation text NOT NULL CONSTRAINT evidence_layer_tag_relation_check CHECK (relation IN ('inside', 'near', 'outside')),
  feature_id uuid CONSTRAINT evidence_layer_tag_feature_fkey REFERENCES evidence_layer_feature (id),
  distance_metres double precision CONSTRAINT evidence_layer_tag_distance_metres_check CHECK (distance_metres >= 0),
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  tagged_at timestamptz NOT NULL,
  CONSTRAINT evidence_layer_tag_key UNIQUE (item_id, layer_id),
  CONSTRAINT evidence_layer_tag_outside_check CHECK ((relation = 'outside') = (feature_id IS NULL)
    AND (feature_id IS NULL) = (distance_metres IS NULL))
);
CREATE INDEX evidence_layer_tag_layer_idx ON evidence_layer_tag (layer_id, relation, item_id);
${refuseChange('evidence_layer_tag')}
COMMENT ON TABLE evidence_layer_tag IS 'how the position of an item stands to one version of a layer; a later version adds a row and changes none';
COMMENT ON COLUMN evidence_layer_tag.distance_metres IS 'to the nearest edge of the area, from inside as from outside';
COMMENT ON COLUMN evidence_layer_tag.lon IS 'the position that was judged';
`;
