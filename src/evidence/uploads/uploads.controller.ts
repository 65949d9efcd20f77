import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { type Actor, type AuthenticatedRequest, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { TusDoor } from './tus.door.js';

const REFUSED_WHOLE = ['DIGEST_MISMATCH', 'EVIDENCE_KIND_MISMATCH', 'EVIDENCE_EMPTY'] as const;

const CHUNK = {
  mediaType: 'application/offset+octet-stream',
  schema: z.string().meta({ format: 'binary' }).describe('Bytes of the file from Upload-Offset on'),
};

@Controller('api/v1/uploads')
export class UploadsController {
  constructor(private readonly door: TusDoor) {}

  @Endpoint({
    method: 'OPTIONS',
    permission: 'public',
    summary: 'What the protocol of resumable uploads (tus 1.0.0) offers here',
    status: 204,
  })
  async options(@Req() request: AuthenticatedRequest, @Res() response: Response): Promise<void> {
    await this.door.options(request, response);
  }

  @Endpoint({
    method: 'POST',
    permission: 'evidence.create',
    summary:
      'Begin a resumable upload (tus 1.0.0): Upload-Length, and Upload-Metadata with filename and the fields of an evidence upload',
    consumes: CHUNK,
    idempotent: false,
    errors: [
      'TUS_VERSION',
      'TUS_HEADER_INVALID',
      'UPLOAD_METADATA_INVALID',
      'UPLOAD_TOO_LARGE',
      'UPLOAD_DISK_FULL',
      'UPLOADS_TOO_MANY',
      'EVIDENCE_EMPTY',
      'EVIDENCE_DEVICE_UNKNOWN',
      'EVIDENCE_COLLECTOR_UNKNOWN',
    ],
  })
  async create(
    @CurrentActor() actor: Actor,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    await this.door.create(actor, request, response);
  }

  @Endpoint({
    method: 'HEAD',
    path: ':id',
    permission: 'evidence.create',
    summary: 'How far one’s own upload has come: Upload-Offset; Evidence-Id once it is an item',
    errors: ['TUS_VERSION', ...REFUSED_WHOLE],
  })
  async head(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    await this.door.head(actor, id, request, response);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':id',
    permission: 'evidence.create',
    summary: 'Send the next bytes of one’s own upload; the last answer carries Evidence-Id',
    status: 204,
    consumes: CHUNK,
    errors: [
      'TUS_VERSION',
      'TUS_HEADER_INVALID',
      'TUS_OFFSET_CONFLICT',
      'TUS_BUSY',
      'UPLOAD_EXPIRED',
      'UPLOAD_DISK_FULL',
      ...REFUSED_WHOLE,
    ],
  })
  async append(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    await this.door.append(actor, id, request, response);
  }

  @Endpoint({
    method: 'DELETE',
    path: ':id',
    permission: 'evidence.create',
    summary: 'Give up one’s own upload before its end',
    status: 204,
    errors: ['TUS_VERSION', 'UPLOAD_FINISHED'],
  })
  async terminate(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    await this.door.terminate(actor, id, request, response);
  }
}
