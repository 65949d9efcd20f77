import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import {
  FenceChange,
  FenceCreate,
  FenceEnd,
  FencePage,
  FenceQuery,
  FenceVersions,
  FenceView,
} from './fence.schemas.js';
import { FencesService } from './fences.service.js';

const DRAWING_FAULTS = [
  'POLYGON_SELF_CROSSING',
  'FENCE_SHAPE_MISSING',
  'FENCE_BAND_UPSIDE_DOWN',
  'FENCE_PERIOD_EMPTY',
  'FENCE_TELLS_NOTHING',
  'FENCE_DEVICE_UNKNOWN',
  'FENCE_ENDLESS',
];

@Controller('api/v1/fences')
export class FencesController {
  constructor(private readonly fences: FencesService) {}

  @Endpoint({
    method: 'GET',
    permission: 'fence.read',
    summary: 'Fences of the own unit and those below, of cases and sessions, newest first',
    response: FencePage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: FenceQuery }) query: z.output<typeof FenceQuery>,
  ): Promise<Page<z.input<typeof FenceView>>> {
    return this.fences.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/versions',
    permission: 'fence.read',
    summary: 'Every version of a fence, the newest first',
    response: FenceVersions,
  })
  versions(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof FenceVersions>> {
    return this.fences.versions(actor, id);
  }

  @Endpoint({
    method: 'POST',
    permission: 'fence.manage',
    summary: 'Draw a fence around which devices are told of',
    response: FenceView,
    errors: DRAWING_FAULTS,
  })
  draw(
    @CurrentActor() actor: Actor,
    @Body({ schema: FenceCreate }) body: z.output<typeof FenceCreate>,
  ): Promise<z.input<typeof FenceView>> {
    return this.fences.draw(actor, body);
  }

  @Endpoint({
    method: 'PUT',
    path: ':id',
    permission: 'fence.manage',
    summary: 'Draw the next version of a fence; who is inside stays inside, as far as the new one holds it',
    response: FenceView,
    errors: [...DRAWING_FAULTS, 'FENCE_CHANGED', 'FENCE_ENDED'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FenceChange }) body: z.output<typeof FenceChange>,
  ): Promise<z.input<typeof FenceView>> {
    return this.fences.change(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/end',
    permission: 'fence.manage',
    status: 200,
    summary: 'End a fence, and say why',
    response: FenceView,
    errors: ['FENCE_ENDED'],
  })
  end(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: FenceEnd }) { reason }: z.output<typeof FenceEnd>,
  ): Promise<z.input<typeof FenceView>> {
    return this.fences.end(actor, id, reason);
  }
}
