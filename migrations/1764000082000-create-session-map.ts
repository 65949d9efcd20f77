import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shapes on the map of a session as their last word left them; what the record already says of shapes is taken over. */
export class CreateSessionMap1764000082000 implements MigrationInterface {
  name = 'CreateSessionMap1764000082000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [mapFeature, newIndex, takenOver]) await runner.query(statements);
  }

  /** What was removed and put back is lost to the older service, which does not know the word. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE map_feature`);
    await runner.query(oldIndex);
  }
}

const mapFeature = `
CREATE TABLE map_feature (
  session_id uuid NOT NULL CONSTRAINT fk_map_feature_session REFERENCES command_session (id),
  feature_id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT ck_map_feature_version CHECK (version > 0),
  seq bigint NOT NULL CONSTRAINT ck_map_feature_seq CHECK (seq > 0),
  kind text NOT NULL CONSTRAINT ck_map_feature_kind
    CHECK (kind IN ('point', 'line', 'polygon', 'label', 'range_ring', 'bearing', 'measurement')),
  geometry jsonb NOT NULL,
  details jsonb NOT NULL,
  positions integer NOT NULL CONSTRAINT ck_map_feature_positions CHECK (positions > 0),
  label text CONSTRAINT ck_map_feature_label CHECK (length(label) BETWEEN 1 AND 200),
  colour text,
  scope jsonb NOT NULL CONSTRAINT ck_map_feature_scope
    CHECK (coalesce(scope ->> 'kind', '') IN ('ALL', 'TIER_AND_UP', 'ORG', 'DIRECT')),
  author_user_id uuid CONSTRAINT fk_map_feature_author REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  expires_at timestamptz,
  deleted_at timestamptz,
  CONSTRAINT pk_map_feature PRIMARY KEY (session_id, feature_id)
);
CREATE INDEX ix_map_feature_shown ON map_feature (session_id, updated_at DESC) WHERE deleted_at IS NULL;
COMMENT ON COLUMN map_feature.feature_id IS 'chosen by the client';
COMMENT ON COLUMN map_feature.seq IS 'the event of its last word';
COMMENT ON COLUMN map_feature.version IS 'counts its words: drawn, redrawn, removed, put back';
COMMENT ON COLUMN map_feature.positions IS 'how many it is drawn with';
COMMENT ON COLUMN map_feature.details IS 'what belongs to its kind: radii, bearing, measured length or area, style';
COMMENT ON COLUMN map_feature.scope IS 'who may see it, as said when it was first drawn';
`;

const types = `('map.put', 'map.remove', 'map.restore')`;
const newIndex = `
DROP INDEX session_event_map_idx;
CREATE INDEX ix_session_event_map ON session_event (session_id, (payload ->> 'featureId'), seq) WHERE type IN ${types};
`;
const oldIndex = `
DROP INDEX ix_session_event_map;
CREATE INDEX session_event_map_idx ON session_event (session_id, (payload ->> 'featureId'), seq)
  WHERE type IN ('map.put', 'map.remove');
`;

const takenOver = `
WITH word AS (
  SELECT session_id, (payload ->> 'featureId')::uuid AS feature_id, seq, type, payload, scope, actor, recorded_at
  FROM session_event WHERE type IN ${types}
), shape AS (
  SELECT session_id, feature_id, count(*) AS version, max(seq) AS seq, min(recorded_at) AS created_at,
    max(recorded_at) AS updated_at, min(seq) AS first_seq,
    max(seq) FILTER (WHERE type = 'map.put') AS drawn_seq
  FROM word GROUP BY session_id, feature_id
)
INSERT INTO map_feature (session_id, feature_id, version, seq, kind, geometry, details, positions, label, colour, scope,
  author_user_id, created_at, updated_at, deleted_at)
SELECT s.session_id, s.feature_id, s.version, s.seq,
  CASE drawn.payload -> 'geometry' ->> 'type' WHEN 'Point' THEN 'point' WHEN 'LineString' THEN 'line' ELSE 'polygon' END,
  drawn.payload -> 'geometry', '{}',
  CASE drawn.payload -> 'geometry' ->> 'type' WHEN 'Point' THEN 1
    WHEN 'LineString' THEN jsonb_array_length(drawn.payload -> 'geometry' -> 'coordinates')
    ELSE (SELECT sum(jsonb_array_length(ring)) FROM jsonb_array_elements(drawn.payload -> 'geometry' -> 'coordinates') ring)
  END, drawn.payload ->> 'label', drawn.payload ->> 'colour', drawn.scope,
  (first.actor ->> 'userId')::uuid, s.created_at, s.updated_at,
  CASE last.type WHEN 'map.remove' THEN last.recorded_at END
FROM shape s
JOIN word first ON first.session_id = s.session_id AND first.seq = s.first_seq
JOIN word drawn ON drawn.session_id = s.session_id AND drawn.seq = s.drawn_seq
JOIN word last ON last.session_id = s.session_id AND last.seq = s.seq
`;
