import { Controller, Param, Query, Req } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  ARCHIVE_ERRORS,
  type AuthenticatedRequest,
  CurrentActor,
  Endpoint,
  Id,
  UPLOAD_ERRORS,
} from '../../platform/index.js';
import { LayerForm, LayerPage, LayerQuery, LayerView } from './layer.schemas.js';
import { LayersService } from './layers.service.js';

@Controller('api/v1/layers')
export class LayersController {
  constructor(private readonly layers: LayersService) {}

  @Endpoint({
    method: 'POST',
    permission: 'layer.manage',
    summary: 'Bring in a thematic layer, or the next version of one; every item is held against it',
    consumes: { mediaType: 'multipart/form-data', schema: LayerForm },
    response: LayerView,
    idempotent: false,
    errors: [
      ...UPLOAD_ERRORS,
      ...ARCHIVE_ERRORS,
      'LAYER_METADATA_INVALID',
      'LAYER_VERSION_EXISTS',
      'LAYER_FILE_UNKNOWN',
      'LAYER_FILE_UNREADABLE',
      'LAYER_FILE_EMPTY',
      'LAYER_FILE_TOO_LARGE',
      'LAYER_FILE_AMBIGUOUS',
      'LAYER_CRS_UNKNOWN',
      'LAYER_FEATURE_INVALID',
    ],
  })
  import(@CurrentActor() actor: Actor, @Req() request: AuthenticatedRequest): Promise<z.input<typeof LayerView>> {
    return this.layers.import(actor, request);
  }

  @Endpoint({
    method: 'GET',
    permission: 'layer.read',
    summary: 'Thematic layers: those in force, or every version',
    response: LayerPage,
    errors: ['CURSOR_INVALID'],
  })
  list(@Query({ schema: LayerQuery }) query: z.output<typeof LayerQuery>): Promise<z.input<typeof LayerPage>> {
    return this.layers.list(query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'layer.read',
    summary: 'One version of a layer',
    response: LayerView,
  })
  get(@Param('id', { schema: Id }) id: string): Promise<z.input<typeof LayerView>> {
    return this.layers.get(id);
  }
}
