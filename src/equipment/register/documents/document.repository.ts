import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { DocumentKind } from '../../equipment.codes.js';
import { DeviceDocument } from './device-document.entity.js';

export interface DocumentRow {
  readonly id: string;
  readonly deviceId: string;
  readonly fileId: string;
  readonly kind: DocumentKind;
  readonly title: string | null;
  readonly attachedBy: string;
  readonly attachedByName: string;
  readonly attachedAt: Date;
}

export interface DocumentFilter {
  readonly deviceId: string;
  readonly kinds: readonly DocumentKind[];
  readonly before?: string;
  readonly limit: number;
}

const SELECT = `
  SELECT id, device_id AS "deviceId", file_id AS "fileId", kind, title, attached_by AS "attachedBy",
    attached_by_name AS "attachedByName", attached_at AS "attachedAt"
  FROM device_document`;

/** Documents that are attached now; what was detached stays in the table for the record. */
@Injectable()
export class DocumentRepository {
  /** @throws a violation of `device_document_file_key` */
  async insert(tx: Tx, document: DeviceDocument): Promise<void> {
    await tx.repository(DeviceDocument).insert(document);
  }

  async list(tx: Tx, { deviceId, kinds, before, limit }: DocumentFilter): Promise<DocumentRow[]> {
    return tx.query<DocumentRow>(
      `${SELECT} WHERE device_id = $1 AND detached_at IS NULL AND kind = ANY($2) AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [deviceId, kinds, before ?? null, limit],
    );
  }

  async count(tx: Tx, deviceId: string): Promise<number> {
    return tx
      .repository(DeviceDocument)
      .createQueryBuilder()
      .where('device_id = :deviceId AND detached_at IS NULL', { deviceId })
      .getCount();
  }

  /** Where a file is attached. */
  async ofFile(tx: Tx, fileId: string): Promise<DocumentRow[]> {
    return tx.query<DocumentRow>(`${SELECT} WHERE file_id = $1 AND detached_at IS NULL`, [fileId]);
  }

  /** False when the device has no such document. */
  async detach(tx: Tx, deviceId: string, id: string, at: Date): Promise<boolean> {
    const touched = await tx.execute(
      `UPDATE device_document SET detached_at = $3, detached_by = $4
       WHERE device_id = $1 AND id = $2 AND detached_at IS NULL`,
      [deviceId, id, at, tx.actor.id],
    );
    return touched === 1;
  }
}
