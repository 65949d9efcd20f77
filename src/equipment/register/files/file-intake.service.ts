import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { asUser } from '../../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  newId,
  OriginalsService,
  type ReceivedUpload,
  recogniseMediaType,
  safeFileName,
  type Tx,
  UnitOfWork,
  UploadReceiver,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { EquipmentFile } from './equipment-file.entity.js';
import { EquipmentFileRepository, type FileRow } from './equipment-file.repository.js';

const FILE_LIMIT_MEGABYTES = 20;
const FILE_MEDIA_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

/** The way of a photo or document from the wire to the record: first the bytes, durable, then their name. */
@Injectable()
export class FileIntake {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly originals: OriginalsService,
    private readonly files: EquipmentFileRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The same bytes again from the same person are the same file. @throws UPLOAD_…, FILE_EMPTY, FILE_TYPE_REFUSED */
  async receive(actor: Actor, request: IncomingMessage): Promise<FileRow> {
    const upload = await this.receiver.receive(request, { limitMegabytes: FILE_LIMIT_MEGABYTES });
    try {
      return await this.keep(actor, upload);
    } finally {
      await this.receiver.discard(upload.path);
    }
  }

  private async keep(actor: Actor, { path, fileName, digests, head }: ReceivedUpload): Promise<FileRow> {
    if (digests.sizeBytes === 0) throw EquipmentErrors.FILE_EMPTY();
    const mediaType = recogniseMediaType(head);
    if (!FILE_MEDIA_TYPES.includes(mediaType))
      throw EquipmentErrors.FILE_TYPE_REFUSED({ mediaType, accepted: FILE_MEDIA_TYPES });
    await this.originals.keep(path, digests);
    const { id: uploadedBy, name: uploadedByName, unitId } = asUser(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.originals.record(tx, digests, mediaType);
      return this.record(tx, {
        id: newId(),
        sha256: digests.sha256,
        fileName: safeFileName(fileName).name,
        unitId,
        uploadedBy,
        uploadedByName,
        uploadedAt: this.clock.now(),
      });
    });
  }

  private async record(tx: Tx, file: EquipmentFile): Promise<FileRow> {
    const { id, fresh } = await this.files.insert(tx, file);
    if (fresh) {
      const subject = { kind: 'equipment_file', id };
      await this.audit.record(tx, { action: 'equipment.keepFile', subject, details: { sha256: file.sha256 } });
    }
    const [kept] = await this.files.find(tx, [id]);
    if (!kept) throw new Error(`file ${id} is gone`);
    return kept;
  }
}
