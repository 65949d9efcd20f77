import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  CONFIG,
  type Config,
  newId,
  UnitOfWork,
  UploadErrors,
  UploadReceiver,
} from '../../platform/index.js';
import { IntakeRights } from '../intake/intake.rights.js';
import type { EvidenceUpload } from './evidence-upload.entity.js';
import { TusErrors } from './tus.errors.js';
import type { AnnouncedUpload } from './tus-headers.rules.js';
import { UploadRepository } from './upload.repository.js';
import { expiryFrom } from './upload.rules.js';

/** A card is sent a few files at a time; so many left open are a client that never comes back. */
const MOST_OPEN = 500;
const MEGABYTE = 1024 * 1024;

/** Says whether an upload may begin, and notes it before its first byte. */
@Injectable()
export class UploadOpening {
  constructor(
    private readonly uploads: UploadRepository,
    private readonly rights: IntakeRights,
    private readonly receiver: UploadReceiver,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Id of the upload. @throws NOT_FOUND, FORBIDDEN, EVIDENCE_…, UPLOAD_TOO_LARGE, UPLOAD_DISK_FULL, UPLOADS_TOO_MANY */
  async begin(actor: Actor, { fileName, sizeBytes, input }: AnnouncedUpload): Promise<string> {
    const limitMegabytes = this.config.SKYDOCKET_UPLOAD_LIMIT_MB;
    if (sizeBytes > limitMegabytes * MEGABYTE) throw UploadErrors.UPLOAD_TOO_LARGE({ limitMegabytes });
    await this.rights.authorise(actor, input);
    await this.receiver.keepFloor(sizeBytes);
    const startedAt = this.clock.now();
    const upload: EvidenceUpload = {
      id: newId(),
      uploadedBy: asUser(actor).id,
      state: 'open',
      fileName,
      metadata: input,
      sizeBytes,
      itemId: null,
      refusal: null,
      startedAt,
      expiresAt: expiryFrom(startedAt, this.config),
    };
    await this.unitOfWork.run(actor, async (tx) => {
      if ((await this.uploads.countOpen(tx, upload.uploadedBy)) >= MOST_OPEN)
        throw TusErrors.UPLOADS_TOO_MANY({ most: MOST_OPEN });
      await this.uploads.insert(tx, upload);
    });
    return upload.id;
  }
}
