import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import {
  type Actor,
  type AuthenticatedRequest,
  CurrentActor,
  Endpoint,
  Id,
  sendDownload,
  UPLOAD_ERRORS,
} from '../../../platform/index.js';
import { FileForm, FileView, toFileView } from './equipment-file.schemas.js';
import { EquipmentFiles } from './equipment-files.service.js';
import { FileIntake } from './file-intake.service.js';

@Controller('api/v1/equipment-files')
export class EquipmentFilesController {
  constructor(
    private readonly files: EquipmentFiles,
    private readonly intake: FileIntake,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'equipmentFile.create',
    summary:
      'Bring in a photo (JPEG, PNG, WebP) or a PDF of at most 20 MB; the same bytes and name again are the same file',
    consumes: { mediaType: 'multipart/form-data', schema: FileForm },
    response: FileView,
    idempotent: false,
    errors: [...UPLOAD_ERRORS, 'FILE_EMPTY', 'FILE_TYPE_REFUSED'],
  })
  async receive(@CurrentActor() actor: Actor, @Req() request: AuthenticatedRequest): Promise<z.input<typeof FileView>> {
    return toFileView(await this.intake.receive(actor, request));
  }

  @Endpoint({
    method: 'GET',
    path: ':id/content',
    permission: 'equipmentFile.read',
    summary: 'The exact bytes, as a download',
    produces: 'application/octet-stream',
  })
  async content(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.files.content(actor, id));
  }
}
