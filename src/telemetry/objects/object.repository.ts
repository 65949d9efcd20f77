import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { ObjectPart, ObjectUpload, StoredObject } from './object.types.js';

const OBJECT = `
  id, object_key AS "objectKey", sha256, sm3, md5, etag, size_bytes::float8 AS "sizeBytes", media_type AS "mediaType",
  first_put_at AS "firstPutAt", last_put_at AS "lastPutAt", taken_at AS "takenAt", unit_id AS "unitId",
  user_id AS "userId", device_id AS "deviceId"`;

/** First key of the advisory locks on prefixes where uploads begin; the second is one of 256 (decisions, 12). */
const UPLOAD_LOCKS = 0x757067;

const UPLOAD = `
  SELECT id, object_key AS "objectKey", object_id AS "objectId", unit_id AS "unitId", user_id AS "userId",
    device_id AS "deviceId"
  FROM object_upload`;

/** The only SQL on objects and on uploads in parts. */
@Injectable()
export class ObjectRepository {
  /** The object with these bytes under this key, whether it is new or came again. */
  async put(tx: Tx, object: Omit<StoredObject, 'firstPutAt' | 'takenAt'>): Promise<StoredObject> {
    const [row] = await tx.query<StoredObject>(
      `INSERT INTO stored_object AS known (id, object_key, sha256, sm3, md5, etag, size_bytes, media_type, first_put_at,
         last_put_at, unit_id, user_id, device_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12)
       ON CONFLICT ON CONSTRAINT stored_object_key
         DO UPDATE SET last_put_at = greatest(known.last_put_at, $9), etag = $6
       RETURNING ${OBJECT}`,
      [
        object.id,
        object.objectKey,
        object.sha256,
        object.sm3,
        object.md5,
        object.etag,
        object.sizeBytes,
        object.mediaType,
        object.lastPutAt,
        object.unitId,
        object.userId,
        object.deviceId,
      ],
    );
    if (!row) throw new Error('an insert that returns nothing');
    return row;
  }

  /** What lies under the key: the one put last. */
  async newest(tx: Tx, objectKey: string): Promise<StoredObject | undefined> {
    return tx.queryOne<StoredObject>(
      `SELECT ${OBJECT} FROM stored_object WHERE object_key = $1 ORDER BY last_put_at DESC, id DESC LIMIT 1`,
      [objectKey],
    );
  }

  async find(tx: Tx, id: string): Promise<StoredObject | undefined> {
    return tx.queryOne<StoredObject>(`SELECT ${OBJECT} FROM stored_object WHERE id = $1`, [id]);
  }

  /** Not taken in, and put before: the oldest first. */
  async waiting(tx: Tx, before: Date, limit: number): Promise<StoredObject[]> {
    return tx.query<StoredObject>(
      `SELECT ${OBJECT} FROM stored_object WHERE taken_at IS NULL AND last_put_at < $1 ORDER BY last_put_at LIMIT $2`,
      [before, limit],
    );
  }

  async awaitsTaking(tx: Tx, sha256: string): Promise<boolean> {
    const row = await tx.queryOne(`SELECT FROM stored_object WHERE sha256 = $1 AND taken_at IS NULL LIMIT 1`, [sha256]);
    return row !== undefined;
  }

  async markTaken(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE stored_object SET taken_at = $2 WHERE id = $1 AND taken_at IS NULL`, [id, at]);
  }

  async begin(tx: Tx, upload: ObjectUpload, at: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO object_upload (id, object_key, begun_at, touched_at, unit_id, user_id, device_id)
       VALUES ($1, $2, $3, $3, $4, $5, $6)`,
      [upload.id, upload.objectKey, at, upload.unitId, upload.userId, upload.deviceId],
    );
  }

  /** Until the end of the transaction nobody else begins an upload below the prefix. */
  async lockPrefix(tx: Tx, prefix: string): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [UPLOAD_LOCKS, prefix]);
  }

  /** Open ones below a holder's prefix. */
  async countOpen(tx: Tx, prefix: string): Promise<number> {
    const row = await tx.queryOne<{ open: number }>(
      `SELECT count(*)::int AS open FROM object_upload WHERE starts_with(object_key, $1) AND object_id IS NULL`,
      [`${prefix}/`],
    );
    return row?.open ?? 0;
  }

  async upload(tx: Tx, id: string): Promise<ObjectUpload | undefined> {
    return tx.queryOne<ObjectUpload>(`${UPLOAD} WHERE id = $1`, [id]);
  }

  /** Holds the upload until the end of the transaction. */
  async lockUpload(tx: Tx, id: string): Promise<ObjectUpload | undefined> {
    return tx.queryOne<ObjectUpload>(`${UPLOAD} WHERE id = $1 FOR UPDATE`, [id]);
  }

  async touch(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE object_upload SET touched_at = $2 WHERE id = $1`, [id, at]);
  }

  async conclude(tx: Tx, id: string, objectId: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE object_upload SET object_id = $2, touched_at = $3 WHERE id = $1`, [id, objectId, at]);
    await tx.execute(`DELETE FROM object_part WHERE upload_id = $1`, [id]);
  }

  /** False when there was none any more. */
  async remove(tx: Tx, id: string): Promise<boolean> {
    return (await tx.execute(`DELETE FROM object_upload WHERE id = $1`, [id])) === 1;
  }

  /** Uploads that nobody has touched since; nothing is left of them. */
  async removeAbandoned(tx: Tx, before: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`DELETE FROM object_upload WHERE touched_at < $1 RETURNING id`, [
      before,
    ]);
    return rows.map(({ id }) => id);
  }

  /** The file name of the part that it takes the place of. */
  async putPart(tx: Tx, uploadId: string, part: ObjectPart): Promise<string | undefined> {
    const before = await tx.queryOne<{ fileName: string }>(
      `SELECT file_name AS "fileName" FROM object_part WHERE upload_id = $1 AND number = $2`,
      [uploadId, part.number],
    );
    await tx.execute(
      `INSERT INTO object_part (upload_id, number, file_name, md5, size_bytes, stored_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT object_part_pkey DO UPDATE SET file_name = $3, md5 = $4, size_bytes = $5, stored_at = $6`,
      [uploadId, part.number, part.fileName, part.md5, part.sizeBytes, part.storedAt],
    );
    return before?.fileName;
  }

  async parts(tx: Tx, uploadId: string, after: number, limit: number): Promise<ObjectPart[]> {
    return tx.query<ObjectPart>(
      `SELECT number, file_name AS "fileName", md5, size_bytes::float8 AS "sizeBytes", stored_at AS "storedAt"
       FROM object_part WHERE upload_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
      [uploadId, after, limit],
    );
  }

  /** Bytes of all parts but the one with this number. */
  async sizeBeside(tx: Tx, uploadId: string, number: number): Promise<number> {
    const row = await tx.queryOne<{ bytes: number }>(
      `SELECT coalesce(sum(size_bytes), 0)::float8 AS bytes FROM object_part WHERE upload_id = $1 AND number <> $2`,
      [uploadId, number],
    );
    return row?.bytes ?? 0;
  }
}
