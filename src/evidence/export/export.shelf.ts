import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type ServedFile, UnitOfWork } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ExportDesk } from './export.desk.js';
import { ExportRepository } from './export.repository.js';
import { ExportRights } from './export.rights.js';
import { type ExportView, toExportView } from './export.schemas.js';
import { ExportStore } from './export.store.js';

type View = z.input<typeof ExportView>;

/** Files of exports for those they were made for: fetched, and discarded before their time. */
@Injectable()
export class ExportShelf {
  constructor(
    private readonly exports: ExportRepository,
    private readonly rights: ExportRights,
    private readonly desk: ExportDesk,
    private readonly store: ExportStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async get(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => toExportView(await this.rights.find(tx, actor, id)));
  }

  /** That it was fetched is written down before a byte leaves. @throws NOT_FOUND, EXPORT_NOT_READY, EXPORT_GONE */
  async fetch(actor: Actor, id: string): Promise<ServedFile> {
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.rights.findOwn(tx, actor, id);
      const { state, sha256, sizeBytes } = row;
      if (state === 'waiting') throw EvidenceErrors.EXPORT_NOT_READY();
      const stream = state === 'ready' && sha256 !== null ? await this.store.read(sha256) : undefined;
      if (!stream || sha256 === null) throw EvidenceErrors.EXPORT_GONE();
      await this.desk.noteFetched(tx, row);
      return {
        stream,
        contentType: 'application/zip',
        sizeBytes: Number(sizeBytes),
        sha256,
        fileName: `evidence-${id}.zip`,
      };
    });
  }

  /** The record stays; discarding again changes nothing. @throws NOT_FOUND, EXPORT_NOT_READY */
  async discard(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.rights.findOwn(tx, actor, id);
      if (row.state === 'waiting') throw EvidenceErrors.EXPORT_NOT_READY();
      const expiresAt = this.desk.now();
      const sha256 = await this.exports.discard(tx, id, expiresAt);
      if (sha256 === undefined) return toExportView(row);
      await this.desk.noteDiscarded(tx, row);
      await this.store.remove(sha256);
      return toExportView(Object.assign(row, { state: 'expired' as const, expiresAt }));
    });
  }
}
