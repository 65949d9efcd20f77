import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../../platform/index.js';
import { Manifests } from './manifests.service.js';
import { MediaReader } from './media.reader.js';
import {
  ManifestAdded,
  MediaCardDetail,
  MediaCardPage,
  MediaCardQuery,
  type MediaCardView,
  MediaChainPage,
  MediaFilePage,
  MediaManifest,
} from './media.schemas.js';

/** What is known of cards, and what is on them. */
@Controller('api/v1/media-cards')
export class MediaReadingController {
  constructor(
    private readonly reader: MediaReader,
    private readonly manifests: Manifests,
  ) {}

  @Endpoint({ method: 'GET', permission: 'media.read', summary: 'Memory cards, newest first', response: MediaCardPage })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: MediaCardQuery }) query: z.output<typeof MediaCardQuery>,
  ): Promise<Page<z.input<typeof MediaCardView>>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'media.read',
    summary: 'One card with its seal',
    response: MediaCardDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof MediaCardDetail>> {
    return this.reader.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/chain',
    permission: 'media.read',
    summary: 'The chain of custody of a card, from its registration on',
    response: MediaChainPage,
  })
  chain(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { limit, cursor }: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof MediaChainPage>['items'][number]>> {
    return this.reader.chain(actor, id, limit, cursor);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/files',
    permission: 'media.read',
    summary: 'What is on a card, and what of it the server has received',
    response: MediaFilePage,
  })
  files(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { limit, cursor }: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof MediaFilePage>['items'][number]>> {
    return this.manifests.files(actor, id, limit, cursor);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/manifest',
    status: 200,
    permission: 'media.use',
    summary: 'List files that were found on a card; may be sent again and in pieces',
    response: ManifestAdded,
    errors: ['CARD_STATE', 'MANIFEST_CONTRADICTS', 'MANIFEST_TOO_LONG'],
  })
  add(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: MediaManifest }) body: z.output<typeof MediaManifest>,
  ): Promise<z.input<typeof ManifestAdded>> {
    return this.manifests.add(actor, id, body);
  }
}
