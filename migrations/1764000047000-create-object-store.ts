import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What devices upload over S3: the credentials they do it with, uploads in parts, and the objects that came whole. */
export class CreateObjectStore1764000047000 implements MigrationInterface {
  name = 'CreateObjectStore1764000047000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [grant, upload, object]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE stored_object, object_part, object_upload, object_grant`);
  }
}

const holder = (table: string): string => `
  unit_id uuid NOT NULL CONSTRAINT ${table}_unit_fkey REFERENCES unit (id),
  user_id uuid CONSTRAINT ${table}_user_fkey REFERENCES app_user (id),
  device_id uuid CONSTRAINT ${table}_device_fkey REFERENCES device (id),
  CONSTRAINT ${table}_holder_check CHECK (num_nonnulls(user_id, device_id) = 1)`;

const grant = `
CREATE TABLE object_grant (
  access_key text CONSTRAINT object_grant_pkey PRIMARY KEY,
  token_sha256 bytea NOT NULL,
  prefix text NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  ${holder('object_grant')}
);
CREATE INDEX object_grant_expires_idx ON object_grant (expires_at);
CREATE INDEX object_grant_device_idx ON object_grant (device_id) WHERE revoked_at IS NULL;
COMMENT ON TABLE object_grant IS 'credentials that let a person''s controller, or a device, upload below one prefix for an hour';
COMMENT ON COLUMN object_grant.token_sha256 IS 'of the session token; the secret is derived and kept nowhere';
`;

const upload = `
CREATE TABLE object_upload (
  id uuid CONSTRAINT object_upload_pkey PRIMARY KEY,
  object_key text NOT NULL,
  begun_at timestamptz NOT NULL,
  touched_at timestamptz NOT NULL,
  object_id uuid,
  ${holder('object_upload')}
);
CREATE INDEX object_upload_touched_idx ON object_upload (touched_at);
COMMENT ON COLUMN object_upload.object_id IS 'what it became; the same completion asked again is answered the same';
CREATE TABLE object_part (
  upload_id uuid NOT NULL CONSTRAINT object_part_upload_fkey REFERENCES object_upload (id) ON DELETE CASCADE,
  number integer NOT NULL CONSTRAINT object_part_number_check CHECK (number BETWEEN 1 AND 10000),
  file_name text NOT NULL,
  md5 text NOT NULL CONSTRAINT object_part_md5_check CHECK (md5 ~ '^[0-9a-f]{32}$'),
  size_bytes bigint NOT NULL CONSTRAINT object_part_size_bytes_check CHECK (size_bytes > 0),
  stored_at timestamptz NOT NULL,
  CONSTRAINT object_part_pkey PRIMARY KEY (upload_id, number)
);
`;

const object = `
CREATE TABLE stored_object (
  id uuid CONSTRAINT stored_object_pkey PRIMARY KEY,
  object_key text NOT NULL,
  sha256 text NOT NULL CONSTRAINT stored_object_blob_fkey REFERENCES blob (sha256),
  sm3 text NOT NULL,
  md5 text NOT NULL CONSTRAINT stored_object_md5_check CHECK (md5 ~ '^[0-9a-f]{32}$'),
  etag text NOT NULL,
  size_bytes bigint NOT NULL CONSTRAINT stored_object_size_bytes_check CHECK (size_bytes > 0),
  media_type text NOT NULL,
  first_put_at timestamptz NOT NULL,
  last_put_at timestamptz NOT NULL,
  taken_at timestamptz,
  ${holder('stored_object')},
  CONSTRAINT stored_object_key UNIQUE (object_key, sha256)
);
CREATE INDEX stored_object_waiting_idx ON stored_object (last_put_at) WHERE taken_at IS NULL;
COMMENT ON TABLE stored_object IS 'objects that came whole; other bytes under the same key are another object, nothing is replaced';
COMMENT ON COLUMN stored_object.etag IS 'md5, or for an upload in parts the md5 of their md5s with their number';
COMMENT ON COLUMN stored_object.taken_at IS 'when it was taken in; until then nobody has said what it is';
`;
