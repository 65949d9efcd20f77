import { Injectable } from '@nestjs/common';
import { asUser } from '../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  newId,
  OriginalsService,
  type ReceivedFile,
  recogniseMediaType,
  safeFileName,
  UnitOfWork,
} from '../../platform/index.js';
import { EvidenceQuarantine } from './quarantine.entity.js';
import type { UploadInput } from './upload.schemas.js';

/** Keeps bytes that are not what their sender said: thrown away, the question what happened could never be answered. */
@Injectable()
export class QuarantineService {
  constructor(
    private readonly originals: OriginalsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Id of the quarantined upload. */
  async keep(actor: Actor, upload: ReceivedFile, input: UploadInput, declaredSha256: string): Promise<string> {
    const { path, digests, head, fileName } = upload;
    await this.originals.keep(path, digests);
    const { id: uploadedBy, name, snapshot, unitId } = asUser(actor);
    const row: EvidenceQuarantine = {
      id: newId(),
      reason: 'DIGEST_MISMATCH',
      sha256: digests.sha256,
      declaredSha256,
      fileName: safeFileName(fileName).name,
      metadata: input,
      unitId,
      uploadedBy,
      uploader: { ...snapshot, name },
      receivedAt: this.clock.now(),
    };
    await this.unitOfWork.run(actor, async (tx) => {
      await this.originals.record(tx, digests, recogniseMediaType(head));
      await tx.repository(EvidenceQuarantine).insert(row as never);
      const details = { reason: row.reason, sha256: row.sha256, declaredSha256 };
      await this.audit.record(tx, {
        action: 'evidence.quarantine',
        subject: { kind: 'quarantine', id: row.id },
        details,
      });
    });
    return row.id;
  }
}
