import { Body, Controller, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, pilotAnswer } from '../../platform/index.js';
import {
  FastUpload,
  GroupReport,
  KnownFingerprintsView,
  NothingView,
  TinyFingerprints,
  UploadedView,
  UploadReport,
} from './media.schemas.js';
import { PilotMedia } from './pilot-media.service.js';

/** Pilot uploads what is answered with any code but 0; the status must be 200 all the same. */
const PLEASE_UPLOAD = { code: 1, message: 'not here: please upload', data: {} };

/** What DJI Pilot 2 calls around its uploads; it repeats them as it likes, so each bears being called again. */
@Controller('media/api/v1/workspaces/:workspaceId')
export class PilotMediaController {
  constructor(private readonly media: PilotMedia) {}

  @Endpoint({
    method: 'POST',
    path: 'fast-upload',
    permission: 'evidence.create',
    summary: 'Whether a file need not be uploaded: code 0 when it is here already, for the same aircraft and case',
    status: 200,
    produces: 'application/json',
    idempotent: false,
  })
  async fastUpload(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Body({ schema: FastUpload }) file: z.output<typeof FastUpload>,
    @Res() response: Response,
  ): Promise<void> {
    const isHere = await this.media.isHere(actor, workspaceId, file);
    response.status(200).json(isHere ? pilotAnswer({}) : PLEASE_UPLOAD);
  }

  @Endpoint({
    method: 'POST',
    path: 'files/tiny-fingerprints',
    permission: 'evidence.create',
    summary: 'Which of these files are here already, of the aircraft one holds and for what they are out for',
    status: 200,
    response: KnownFingerprintsView,
    idempotent: false,
  })
  async tinyFingerprints(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Body({ schema: TinyFingerprints }) { tiny_fingerprints: asked }: z.output<typeof TinyFingerprints>,
  ): Promise<z.input<typeof KnownFingerprintsView>> {
    return { tiny_fingerprints: await this.media.knownAmong(actor, workspaceId, asked) };
  }

  @Endpoint({
    method: 'POST',
    path: 'upload-callback',
    permission: 'evidence.create',
    summary: 'A file was uploaded: it becomes evidence, once',
    status: 200,
    response: UploadedView,
    errors: ['MEDIA_NOT_HERE'],
    idempotent: false,
  })
  async uploaded(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Body({ schema: UploadReport }) report: z.output<typeof UploadReport>,
  ): Promise<z.input<typeof UploadedView>> {
    return { object_key: await this.media.report(actor, workspaceId, report) };
  }

  @Endpoint({
    method: 'POST',
    path: 'group-upload-callback',
    permission: 'evidence.create',
    summary: 'The files of one flight have been uploaded, so many of so many',
    status: 200,
    response: NothingView,
    idempotent: false,
  })
  async groupUploaded(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Body({ schema: GroupReport }) group: z.output<typeof GroupReport>,
  ): Promise<z.input<typeof NothingView>> {
    await this.media.reportGroup(actor, workspaceId, group);
    return {};
  }
}
