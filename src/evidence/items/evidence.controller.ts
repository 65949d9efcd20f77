import { Controller, Req } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type AuthenticatedRequest, CurrentActor, Endpoint } from '../../platform/index.js';
import { IntakeService } from '../intake/intake.service.js';
import { UploadForm } from '../intake/upload.schemas.js';
import { EvidenceView } from './evidence.schemas.js';
import { EvidenceService } from './evidence.service.js';

type View = z.input<typeof EvidenceView>;

@Controller('api/v1/evidence')
export class EvidenceController {
  constructor(
    private readonly intake: IntakeService,
    private readonly evidence: EvidenceService,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'evidence.create',
    summary: 'Bring in one file with what is known about it',
    consumes: { mediaType: 'multipart/form-data', schema: UploadForm },
    response: EvidenceView,
    idempotent: false,
    errors: [
      'UPLOAD_NOT_MULTIPART',
      'UPLOAD_MALFORMED',
      'UPLOAD_PART_MISSING',
      'UPLOAD_PART_UNEXPECTED',
      'UPLOAD_METADATA_NOT_JSON',
      'UPLOAD_METADATA_INVALID',
      'UPLOAD_TOO_LARGE',
      'UPLOAD_DISK_FULL',
      'EVIDENCE_EMPTY',
      'EVIDENCE_KIND_MISMATCH',
      'EVIDENCE_DEVICE_UNKNOWN',
      'EVIDENCE_COLLECTOR_UNKNOWN',
      'DIGEST_MISMATCH',
    ],
  })
  async create(@CurrentActor() actor: Actor, @Req() request: AuthenticatedRequest): Promise<View> {
    return this.evidence.view(actor, await this.intake.take(actor, request));
  }
}
