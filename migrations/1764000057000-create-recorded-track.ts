import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tracks that came in files: what each file is, and its points apart from the frames that came over a line. */
export class CreateRecordedTrack1764000057000 implements MigrationInterface {
  name = 'CreateRecordedTrack1764000057000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [track, point]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE recorded_point`);
    await runner.query(`DROP TABLE recorded_track`);
  }
}

const track = `
CREATE TABLE recorded_track (
  id uuid CONSTRAINT recorded_track_pkey PRIMARY KEY,
  kind text NOT NULL CONSTRAINT recorded_track_kind_check
    CHECK (kind IN ('srt', 'mrk', 'gpx', 'exif', 'dji_flight_record', 'dji_dat', 'unknown')),
  state text NOT NULL CONSTRAINT recorded_track_state_check
    CHECK (state IN ('waiting', 'read', 'refused', 'unreadable', 'duplicate')),
  evidence_id uuid CONSTRAINT recorded_track_evidence_key UNIQUE
    CONSTRAINT recorded_track_evidence_fkey REFERENCES evidence_item (id),
  sha256 text,
  size_bytes bigint,
  device_id uuid CONSTRAINT recorded_track_device_fkey REFERENCES device (id),
  said_by text CONSTRAINT recorded_track_said_by_check CHECK (said_by IN ('serial', 'declared', 'open_check_out')),
  flight_id uuid CONSTRAINT recorded_track_flight_fkey REFERENCES flight (id),
  day date,
  brought_by jsonb NOT NULL,
  parser text NOT NULL,
  summary jsonb,
  refusal_code text,
  refusal_details jsonb,
  same_as uuid CONSTRAINT recorded_track_same_as_fkey REFERENCES recorded_track (id),
  points integer NOT NULL,
  first_at timestamptz,
  last_at timestamptz,
  box box,
  received_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT recorded_track_origin_check CHECK (
    CASE WHEN kind = 'exif' THEN evidence_id IS NULL AND sha256 IS NULL AND day IS NOT NULL AND device_id IS NOT NULL
    ELSE evidence_id IS NOT NULL AND sha256 IS NOT NULL AND day IS NULL END),
  CONSTRAINT recorded_track_device_check CHECK ((device_id IS NULL) = (said_by IS NULL)),
  CONSTRAINT recorded_track_refusal_check CHECK ((state IN ('refused', 'unreadable')) = (refusal_code IS NOT NULL)),
  CONSTRAINT recorded_track_same_as_check CHECK ((state = 'duplicate') = (same_as IS NOT NULL)),
  CONSTRAINT recorded_track_points_check CHECK (
    (state = 'read') = (points > 0 AND first_at IS NOT NULL AND last_at IS NOT NULL AND box IS NOT NULL))
);
CREATE UNIQUE INDEX recorded_track_bytes_key ON recorded_track (sha256, device_id) NULLS NOT DISTINCT
  WHERE state = 'read' AND kind <> 'exif';
CREATE UNIQUE INDEX recorded_track_series_key ON recorded_track (device_id, said_by, day) WHERE kind = 'exif';
CREATE INDEX recorded_track_device_idx ON recorded_track (device_id, first_at) WHERE state = 'read';
CREATE INDEX recorded_track_flight_idx ON recorded_track (flight_id);
CREATE INDEX recorded_track_same_as_idx ON recorded_track (same_as);
CREATE INDEX recorded_track_box_idx ON recorded_track USING gist (box) WHERE state = 'read';
COMMENT ON TABLE recorded_track IS 'files that hold the way of a device, and the photos of a device and day; not what came over its line';
COMMENT ON COLUMN recorded_track.said_by IS 'how it is known whose way it is';
COMMENT ON COLUMN recorded_track.day IS 'of a series of photos: the day in China';
COMMENT ON COLUMN recorded_track.parser IS 'version of the code that read it';
COMMENT ON COLUMN recorded_track.same_as IS 'the same bytes of the same device were read before';
`;

const point = `
CREATE TABLE recorded_point (
  track_id uuid NOT NULL CONSTRAINT recorded_point_track_fkey REFERENCES recorded_track (id),
  at timestamptz NOT NULL,
  line integer NOT NULL,
  segment integer NOT NULL,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  altitude_ellipsoid_metres double precision,
  height_above_takeoff_metres double precision,
  altitude_unstated_metres double precision,
  speed_metres_per_second double precision,
  gimbal_pitch_degrees double precision,
  gimbal_roll_degrees double precision,
  gimbal_yaw_degrees double precision,
  fix text NOT NULL,
  evidence_id uuid CONSTRAINT recorded_point_evidence_fkey REFERENCES evidence_item (id),
  extra jsonb,
  CONSTRAINT recorded_point_pkey PRIMARY KEY (track_id, at, line)
);
CREATE INDEX recorded_point_evidence_idx ON recorded_point (evidence_id) WHERE evidence_id IS NOT NULL;
COMMENT ON TABLE recorded_point IS 'places of recorded tracks, every one that the file has';
COMMENT ON COLUMN recorded_point.line IS 'line of the text, number of the point in GPX, number of the photo in its series';
COMMENT ON COLUMN recorded_point.altitude_unstated_metres IS 'the file does not tell what it is counted from';
COMMENT ON COLUMN recorded_point.evidence_id IS 'the photo; empty where the track is one file';
`;
