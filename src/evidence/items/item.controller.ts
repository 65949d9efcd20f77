import { Controller, Param, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload, sendPicture } from '../../platform/index.js';
import { CorroborationView } from '../corroboration/corroboration.schemas.js';
import { RENDITION_NAMES, type RenditionName } from '../evidence.codes.js';
import { ChainView, EvidenceView } from './evidence.schemas.js';
import { ItemFiles } from './item-files.service.js';
import { ItemPages } from './item-pages.service.js';

@Controller('api/v1/evidence/:id')
export class ItemController {
  constructor(
    private readonly pages: ItemPages,
    private readonly files: ItemFiles,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'One item with everything known of it',
    response: EvidenceView,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof EvidenceView>> {
    return this.pages.item(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'original',
    permission: 'evidence.read',
    summary: 'The exact bytes, as a download; each is written into the custody log',
    produces: 'application/octet-stream',
    errors: ['EVIDENCE_REMOVED'],
  })
  async original(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.files.original(actor, id));
  }

  @Endpoint({
    method: 'GET',
    path: 'renditions/:name',
    permission: 'evidence.read',
    summary: 'Thumbnail or preview: made for looking at, without metadata, no evidence itself',
    produces: 'image/*',
    errors: ['RENDITION_NONE', 'RENDITION_NOT_READY', 'EVIDENCE_REMOVED'],
  })
  async rendition(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('name', { schema: z.enum(RENDITION_NAMES) }) name: RenditionName,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const file = await this.files.rendition(actor, id, name);
    return sendPicture(response, file, name === 'preview' ? 'not kept' : 'kept');
  }

  @Endpoint({
    method: 'GET',
    path: 'corroboration',
    permission: 'evidence.read',
    summary: 'The newest check of the item’s claims against custody, flight plan, track and clocks',
    response: CorroborationView,
  })
  corroboration(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof CorroborationView>> {
    return this.pages.corroboration(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: 'corroboration',
    permission: 'evidence.read',
    summary: 'Run the checks again with what is known now',
    response: CorroborationView,
    errors: ['EVIDENCE_REMOVED'],
  })
  corroborate(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof CorroborationView>> {
    return this.pages.corroborate(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'chain',
    permission: 'evidence.read',
    summary: 'Booking, check-out, flight, track, the item, orders: each as it was when it was linked',
    response: ChainView,
  })
  chain(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof ChainView>> {
    return this.pages.chainOf(actor, id);
  }
}
