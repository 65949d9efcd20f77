import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { type EquipmentFile, EquipmentFileKey } from './equipment-file.entity.js';

/** A file with what the store says of its bytes. */
export interface FileRow {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly fileName: string;
  readonly unitId: string;
  readonly uploadedBy: string;
  readonly uploadedByName: string;
  readonly uploadedAt: Date;
}

const SELECT = `
  SELECT f.id, f.sha256, b.size_bytes::float8 AS "sizeBytes", b.media_type AS "mediaType", f.file_name AS "fileName",
    f.unit_id AS "unitId", f.uploaded_by AS "uploadedBy", f.uploaded_by_name AS "uploadedByName",
    f.uploaded_at AS "uploadedAt"
  FROM equipment_file f JOIN blob b ON b.sha256 = f.sha256`;

/** The only SQL on files of the pool. */
@Injectable()
export class EquipmentFileRepository {
  /** Id of the file: the new one, or that of the same person's same bytes and name before; `fresh` tells which. */
  async insert(tx: Tx, file: EquipmentFile): Promise<{ readonly id: string; readonly fresh: boolean }> {
    const { id, sha256, fileName, unitId, uploadedBy, uploadedByName, uploadedAt } = file;
    const added = await tx.execute(
      `INSERT INTO equipment_file (id, sha256, file_name, unit_id, uploaded_by, uploaded_by_name, uploaded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ON CONSTRAINT equipment_file_bytes_key DO NOTHING`,
      [id, sha256, fileName, unitId, uploadedBy, uploadedByName, uploadedAt],
    );
    if (added === 1) return { id, fresh: true };
    const earlier = await tx.queryOne<{ id: string }>(
      `SELECT id FROM equipment_file WHERE uploaded_by = $1 AND unit_id = $2 AND sha256 = $3 AND file_name = $4`,
      [uploadedBy, unitId, sha256, fileName],
    );
    if (!earlier) throw new Error('a file was neither added nor there before');
    return { id: earlier.id, fresh: false };
  }

  /** False when the person used the key for another file before. */
  async claimKey(tx: Tx, { uploadedBy, key, fileId }: EquipmentFileKey): Promise<boolean> {
    await tx.execute(
      `INSERT INTO equipment_file_key (uploaded_by, key, file_id) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT equipment_file_key_pkey DO NOTHING`,
      [uploadedBy, key, fileId],
    );
    return tx.repository(EquipmentFileKey).existsBy({ uploadedBy, key, fileId });
  }

  /** Those of the ids that exist, in no order. */
  async find(tx: Tx, ids: readonly string[]): Promise<FileRow[]> {
    return tx.query<FileRow>(`${SELECT} WHERE f.id = ANY($1)`, [ids]);
  }
}
