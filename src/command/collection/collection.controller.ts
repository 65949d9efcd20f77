import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { CollectionReader } from './collection.reader.js';
import { CollectedPage, CollectedQuery, CollectionView } from './collection.schemas.js';

@Controller('api/v1/command-sessions')
export class CollectionController {
  constructor(private readonly reader: CollectionReader) {}

  @Endpoint({
    method: 'GET',
    path: ':id/collection',
    permission: 'session.read',
    summary: 'Sectors of a joint collection, who leads, and what was collected and covered in each',
    response: CollectionView,
    errors: ['NOT_FOUND', 'WRONG_SESSION_KIND'],
  })
  collection(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof CollectionView>> {
    return this.reader.collection(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/collection/items',
    permission: 'session.read',
    summary: 'What all units collected in the sectors while the session ran, as one list; each item stays where it is',
    response: CollectedPage,
    errors: ['NOT_FOUND', 'WRONG_SESSION_KIND', 'SECTOR_UNKNOWN', 'CURSOR_INVALID'],
  })
  items(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: CollectedQuery }) query: z.output<typeof CollectedQuery>,
  ): Promise<z.input<typeof CollectedPage>> {
    return this.reader.items(actor, id, query);
  }
}
