import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { asUser } from '../../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  newId,
  OriginalsService,
  PlatformErrors,
  type ReceivedUpload,
  recogniseMediaType,
  safeFileName,
  type Tx,
  UnitOfWork,
  uploadKeyOf,
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

  /**
   * The same bytes under the same name again from the same person are the same file; its Idempotency-Key stands for it.
   * @throws UPLOAD_…, FILE_EMPTY, FILE_TYPE_REFUSED, IDEMPOTENCY_KEY_…
   */
  async receive(actor: Actor, request: IncomingMessage): Promise<FileRow> {
    const key = uploadKeyOf(actor, request);
    const upload = await this.receiver.receive(request, { limitMegabytes: FILE_LIMIT_MEGABYTES });
    try {
      return await this.keep(actor, upload, key);
    } finally {
      await this.receiver.discard(upload.path);
    }
  }

  private async keep(
    actor: Actor,
    { path, fileName, digests, head }: ReceivedUpload,
    key: string | null,
  ): Promise<FileRow> {
    if (digests.sizeBytes === 0) throw EquipmentErrors.FILE_EMPTY();
    const mediaType = recogniseMediaType(head);
    if (!FILE_MEDIA_TYPES.includes(mediaType))
      throw EquipmentErrors.FILE_TYPE_REFUSED({ mediaType, accepted: FILE_MEDIA_TYPES });
    await this.originals.keep(path, digests);
    const { id: uploadedBy, name: uploadedByName, unitId } = asUser(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.originals.record(tx, digests, mediaType);
      const kept = await this.record(tx, {
        id: newId(),
        sha256: digests.sha256,
        fileName: safeFileName(fileName).name,
        unitId,
        uploadedBy,
        uploadedByName,
        uploadedAt: this.clock.now(),
      });
      if (key !== null && !(await this.files.claimKey(tx, { uploadedBy, key, fileId: kept.id })))
        throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
      return kept;
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
