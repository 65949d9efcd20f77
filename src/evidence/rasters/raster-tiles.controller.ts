import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z as zod } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendPicture } from '../../platform/index.js';
import { RasterTiles } from './raster-tiles.service.js';
import { TileJsonView, TilePath, TileQuery } from './tile.schemas.js';

@Controller('api/v1/evidence/:id/tiles')
export class RasterTilesController {
  constructor(private readonly tiles: RasterTiles) {}

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'A georeferenced picture as a layer of a map: TileJSON',
    response: TileJsonView,
    errors: ['TILES_NONE', 'TILES_NOT_READY', 'EVIDENCE_REMOVED'],
  })
  describe(
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Param('id', { schema: Id }) id: string,
  ): Promise<zod.input<typeof TileJsonView>> {
    const host = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    return this.tiles.describe(actor, id, `${host}/api/v1/evidence/${id}/tiles`);
  }

  @Endpoint({
    method: 'GET',
    path: ':z/:x/:y',
    permission: 'evidence.read',
    summary: 'A tile of it, 256 pixels, web Mercator; transparent beyond the picture',
    produces: 'image/*',
    errors: ['TILES_NONE', 'TILES_NOT_READY', 'EVIDENCE_REMOVED'],
  })
  async tile(
    @CurrentActor() actor: Actor,
    @Param({ schema: TilePath }) { id, ...address }: zod.output<typeof TilePath>,
    @Query({ schema: TileQuery }) { f }: zod.output<typeof TileQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendPicture(
      response,
      await this.tiles.tile(actor, id, { address, format: f, unwanted: brokenOff(response) }),
    );
  }
}

/** Aborts when the connection ends; whoever moves a map breaks off the tiles that were asked for before. */
function brokenOff(response: Response): AbortSignal {
  const ends = new AbortController();
  if (response.destroyed) ends.abort();
  else response.once('close', () => ends.abort());
  return ends.signal;
}
