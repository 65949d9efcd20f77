import { Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Endpoint, sendDownload } from '../../../platform/index.js';
import { WaylineAddresses } from './wayline-addresses.service.js';

const FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.kmz$/;

const FileName = z
  .string()
  .regex(FILE, { error: 'the id of a wayline, with .kmz' })
  .transform((name) => name.slice(0, -'.kmz'.length));

const Written = z.strictObject({
  for: z.string().max(120),
  md5: z.string().regex(/^[0-9a-f]{32}$/),
  until: z.coerce.number().int().min(0).max(99_999_999_999),
  signature: z.string().max(60),
});

/** Fetched by controllers and docks, without a header of ours: the address itself is the right. */
@Controller('api/v1/wayline-files')
export class WaylineFilesController {
  constructor(private readonly addresses: WaylineAddresses) {}

  @Endpoint({
    method: 'GET',
    path: ':file',
    permission: 'public',
    summary: 'A wayline under the address that was given to a controller or a dock, within five minutes',
    produces: 'application/vnd.google-earth.kmz',
    errors: ['WAYLINE_ADDRESS_REFUSED'],
  })
  async fetch(
    @Param('file', { schema: FileName }) waylineId: string,
    @Query({ schema: Written }) written: z.output<typeof Written>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.addresses.open(waylineId, written));
  }
}
