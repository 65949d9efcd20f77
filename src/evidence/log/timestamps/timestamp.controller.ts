import { Controller, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { Endpoint, sendDownload } from '../../../platform/index.js';
import { CheckpointQuery } from '../log.schemas.js';
import { TimestampFiles } from './timestamp.files.js';

/** Open to everyone, as the heads are that it stamps. */
@Controller('api/v1/log/timestamp')
export class TimestampController {
  constructor(private readonly files: TimestampFiles) {}

  @Endpoint({
    method: 'GET',
    permission: 'public',
    summary:
      'A time-stamping authority’s answer (RFC 3161, DER) over the signed note of a head of that size, without lines of witnesses',
    produces: 'application/timestamp-reply',
    errors: ['LOG_TIMESTAMP_UNKNOWN'],
  })
  async answer(
    @Query({ schema: CheckpointQuery }) { size }: z.output<typeof CheckpointQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.files.answer(size));
  }

  @Endpoint({
    method: 'GET',
    path: 'stamped',
    permission: 'public',
    summary: 'What that answer stamps: the signed note of the head, byte for byte',
    produces: 'text/plain',
    errors: ['LOG_TIMESTAMP_UNKNOWN'],
  })
  async stamped(
    @Query({ schema: CheckpointQuery }) { size }: z.output<typeof CheckpointQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.files.stamped(size));
  }
}
