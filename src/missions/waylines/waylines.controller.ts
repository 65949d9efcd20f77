import { Controller, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import {
  type Actor,
  ARCHIVE_ERRORS,
  type AuthenticatedRequest,
  CurrentActor,
  Endpoint,
  Id,
  sendDownload,
  UPLOAD_ERRORS,
} from '../../platform/index.js';
import { WaylineExports } from './wayline-exports.service.js';
import { WaylineIntake } from './wayline.intake.js';
import { WaylineForm, WaylineQuery, WaylineView } from './wayline.schemas.js';

const IMPORT = {
  permission: 'flight.importWayline',
  path: ':id/wayline',
  consumes: { mediaType: 'multipart/form-data', schema: WaylineForm },
  response: WaylineView,
  errors: [
    ...UPLOAD_ERRORS,
    ...ARCHIVE_ERRORS,
    'WAYLINE_FILE_REFUSED',
    'WAYLINE_PART_MISSING',
    'WAYLINE_ELEMENT_MISSING',
    'WAYLINE_VALUE_INVALID',
    'WAYLINE_FOR_OTHER_DRONE',
    'WAYLINE_LEAVES_VOLUME',
    'WAYLINE_ENTERS_ZONE',
    'WAYLINE_FLIGHT_SETTLED',
  ],
} as const;

@Controller('api/v1/flights')
export class WaylinesController {
  constructor(
    private readonly intake: WaylineIntake,
    private readonly exports: WaylineExports,
  ) {}

  @Endpoint({
    method: 'GET',
    path: ':id/wayline',
    permission: 'flight.read',
    summary: 'The wayline as a KMZ for the aircraft; drawn round the airspace where none was brought in',
    produces: 'application/vnd.google-earth.kmz',
    errors: [
      'WAYLINE_MODEL_UNKNOWN',
      'WAYLINE_FOR_OTHER_DRONE',
      'WAYLINE_NOT_DRAWABLE',
      'WAYLINE_ENTERS_ZONE',
      'WAYLINE_SET_ASIDE',
    ],
  })
  async kmz(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: WaylineQuery }) query: z.output<typeof WaylineQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.exports.kmz(actor, id, query));
  }

  @Endpoint({
    method: 'GET',
    path: ':id/wayline/details',
    permission: 'flight.read',
    summary: 'The wayline that was brought in: its length, camera poses, and what was found',
    response: WaylineView,
    errors: ['WAYLINE_ABSENT'],
  })
  details(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof WaylineView>> {
    return this.exports.details(actor, id);
  }

  @Endpoint({
    ...IMPORT,
    method: 'POST',
    summary: 'Bring in a wayline, at most 20 MB; the same bytes again change nothing',
    idempotent: false,
  })
  add(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Req() request: AuthenticatedRequest,
  ): Promise<z.input<typeof WaylineView>> {
    return this.intake.receive(actor, id, request);
  }

  @Endpoint({ ...IMPORT, method: 'PUT', summary: 'Bring in a wayline in place of the present one, which is kept' })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Req() request: AuthenticatedRequest,
  ): Promise<z.input<typeof WaylineView>> {
    return this.intake.receive(actor, id, request);
  }
}
