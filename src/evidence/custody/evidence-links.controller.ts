import { Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Endpoint, Id, sendDownload, sendPicture } from '../../platform/index.js';
import { LINKED_FILES } from './custody.schemas.js';
import { EvidenceLinks } from './evidence-links.service.js';

const Written = z.strictObject({
  for: Id,
  until: z.coerce.number().int().min(0).max(99_999_999_999),
  signature: z.string().max(60),
});

/** Opened by browsers, without a header of ours: the address itself is the right. */
@Controller('api/v1/evidence-links')
export class EvidenceLinksController {
  constructor(private readonly links: EvidenceLinks) {}

  @Endpoint({
    method: 'GET',
    path: ':id/:what',
    permission: 'public',
    summary: 'A file under the address that a person had made for it',
    produces: 'application/octet-stream',
    errors: ['EVIDENCE_LINK_REFUSED', 'EVIDENCE_REMOVED', 'RENDITION_NONE', 'RENDITION_NOT_READY'],
  })
  async open(
    @Param('id', { schema: Id }) itemId: string,
    @Param('what', { schema: z.enum(LINKED_FILES) }) what: (typeof LINKED_FILES)[number],
    @Query({ schema: Written }) written: z.output<typeof Written>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const file = await this.links.open({ itemId, what }, written);
    return what === 'original' ? sendDownload(response, file) : sendPicture(response, file, 'not kept');
  }
}
