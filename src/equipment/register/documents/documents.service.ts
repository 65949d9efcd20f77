import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, Clock, newId, type Tx, UnitOfWork, violates } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { EquipmentFiles } from '../files/equipment-files.service.js';
import { DeviceLocker } from '../registry/device-locker.js';
import { DocumentRepository } from './document.repository.js';
import { type DocumentCreate, type DocumentView, toDocumentView } from './document.schemas.js';

const MOST_DOCUMENTS = 200;

/** Photos and papers are attached to a device and taken off again by its owner's manager. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly locker: DeviceLocker,
    private readonly files: EquipmentFiles,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, FILE_UNKNOWN, DOCUMENT_ATTACHED, DOCUMENTS_FULL */
  async attach(
    actor: Actor,
    deviceId: string,
    { fileId, kind, title }: z.output<typeof DocumentCreate>,
  ): Promise<z.input<typeof DocumentView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.locker.lockOwn(tx, actor, deviceId);
      const [file] = await this.files.requireOwn(tx, actor, [fileId]);
      if (!file) throw EquipmentErrors.FILE_UNKNOWN({ fileIds: [fileId] });
      if ((await this.documents.count(tx, deviceId)) >= MOST_DOCUMENTS)
        throw EquipmentErrors.DOCUMENTS_FULL({ most: MOST_DOCUMENTS });
      const by = { attachedBy: actor.id, attachedByName: actor.name, attachedAt: this.clock.now() };
      const row = { id: newId(), deviceId, fileId, kind, title: title ?? null, ...by };
      await this.insert(tx, row);
      await this.record(tx, 'equipment.attachDocument', deviceId, { documentId: row.id, fileId, kind });
      return toDocumentView(row, file);
    });
  }

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, DOCUMENT_NOT_FOUND */
  async detach(actor: Actor, deviceId: string, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      await this.locker.lockOwn(tx, actor, deviceId);
      if (!(await this.documents.detach(tx, deviceId, id, this.clock.now())))
        throw EquipmentErrors.DOCUMENT_NOT_FOUND();
      await this.record(tx, 'equipment.detachDocument', deviceId, { documentId: id });
    });
  }

  private async insert(tx: Tx, row: Omit<Parameters<DocumentRepository['insert']>[1], 'detachedBy' | 'detachedAt'>) {
    try {
      await this.documents.insert(tx, { ...row, detachedBy: null, detachedAt: null });
    } catch (error) {
      throw violates(error, 'device_document_file_key') ? EquipmentErrors.DOCUMENT_ATTACHED({}, error) : error;
    }
  }

  private async record(tx: Tx, action: string, id: string, details: Record<string, unknown>): Promise<void> {
    await this.audit.record(tx, { action, subject: { kind: 'device', id }, details });
  }
}
