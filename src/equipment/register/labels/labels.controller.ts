import { Body, Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload } from '../../../platform/index.js';
import { LabelQuery, SheetCreate } from './label.schemas.js';
import { LabelsService } from './labels.service.js';

@Controller('api/v1')
export class LabelsController {
  constructor(private readonly labels: LabelsService) {}

  @Endpoint({
    method: 'GET',
    path: 'devices/:id/label',
    permission: 'device.list',
    summary: 'Label of one device: QR code, human code, name, serial and owner, as PDF, SVG or PNG',
    produces: 'application/pdf',
    errors: ['DEVICE_NOT_FOUND', 'PUBLIC_URL_UNSET'],
  })
  async single(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: LabelQuery }) query: z.output<typeof LabelQuery>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.labels.single(id, query, addressOf(request)));
  }

  @Endpoint({
    method: 'POST',
    path: 'labels/sheet',
    status: 200,
    permission: 'device.list',
    summary: 'A4 sheets of labels, at most 500, for the devices named or for those of a filter',
    produces: 'application/pdf',
    idempotent: false,
    errors: ['DEVICE_NOT_FOUND', 'LABELS_NONE', 'LABELS_TOO_MANY', 'PUBLIC_URL_UNSET'],
  })
  async sheet(
    @CurrentActor() actor: Actor,
    @Body({ schema: SheetCreate }) body: z.output<typeof SheetCreate>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.labels.sheets(actor, body, addressOf(request)));
  }
}

/** Where the caller reached us; whether that is an address at all is for whoever uses it. */
export function addressOf({ protocol, host }: Request): string {
  return `${protocol}://${host}`;
}
