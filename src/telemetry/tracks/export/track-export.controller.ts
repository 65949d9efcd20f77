import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendStream } from '../../../platform/index.js';
import { ExportQuery } from '../track.schemas.js';
import { TRACK_FORMATS, TRACK_MEDIA_TYPES, type TrackFormat } from './track-export.types.js';
import { TrackExport } from './track-export.service.js';

@Controller('api/v1/devices')
export class TrackExportController {
  constructor(private readonly tracks: TrackExport) {}

  @Endpoint({
    method: 'GET',
    path: ':id/track/export',
    permission: 'position.read',
    summary:
      'Every frame of the way of a device, or every point of its files, in at most 31 days as GeoJSON, KML, GPX or CSV',
    produces: 'application/octet-stream',
    errors: ['TRACK_PERIOD_TOO_LONG'],
  })
  async write(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ExportQuery }) { from, to, ...query }: z.output<typeof ExportQuery>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    if (!query.format) response.vary('Accept');
    const format = query.format ?? accepted(request);
    return sendStream(response, await this.tracks.write(actor, id, { from, to }, { format, source: query.source }));
  }
}

function accepted(request: Request): TrackFormat {
  const types = TRACK_FORMATS.map((format) => TRACK_MEDIA_TYPES[format].split(';')[0] ?? '');
  const wanted = request.accepts(types);
  return TRACK_FORMATS[types.indexOf(String(wanted))] ?? 'geojson';
}
