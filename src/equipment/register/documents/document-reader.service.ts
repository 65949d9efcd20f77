import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, idInCursor, keysetPage, type Page, type Tx, UnitOfWork } from '../../../platform/index.js';
import { DOCUMENT_KINDS } from '../../equipment.codes.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { EquipmentFiles } from '../files/equipment-files.service.js';
import { type FileSight, FileSights } from '../files/file-sights.js';
import { DevicesService } from '../pool/devices.service.js';
import { showsDocument, shownKinds } from './document.rules.js';
import { DocumentRepository } from './document.repository.js';
import { type DocumentView, toDocumentView } from './document.schemas.js';

/** The photos and papers of a device, shown to each reader as far as they are their business. */
@Injectable()
export class DocumentReader implements FileSight, OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly devices: DevicesService,
    private readonly files: EquipmentFiles,
    private readonly sights: FileSights,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  /** Newest first. @throws DEVICE_NOT_FOUND */
  async list(
    actor: Actor,
    deviceId: string,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<z.input<typeof DocumentView>>> {
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      const reader = await this.devices.readerOf(tx, actor, deviceId);
      if (!reader) throw EquipmentErrors.DEVICE_NOT_FOUND();
      const kinds = shownKinds(DOCUMENT_KINDS, reader);
      const rows = await this.documents.list(tx, { deviceId, kinds, before, limit: limit + 1 });
      const files = new Map(
        (
          await this.files.find(
            tx,
            rows.map(({ fileId }) => fileId),
          )
        ).map((file) => [file.id, file]),
      );
      const whole = rows.flatMap((row) => {
        const file = files.get(row.fileId);
        return file ? [{ row, file }] : [];
      });
      return keysetPage(
        whole,
        limit,
        ({ row }) => [row.id],
        ({ row, file }) => toDocumentView(row, file),
      );
    });
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    for (const { deviceId, kind } of await this.documents.ofFile(tx, fileId)) {
      const reader = await this.devices.readerOf(tx, actor, deviceId);
      if (reader && showsDocument(kind, reader)) return true;
    }
    return false;
  }
}
