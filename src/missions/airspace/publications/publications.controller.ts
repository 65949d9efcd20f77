import { Body, Controller, Param, Query, Req } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  ARCHIVE_ERRORS,
  type AuthenticatedRequest,
  CurrentActor,
  Endpoint,
  Id,
  UPLOAD_ERRORS,
} from '../../../platform/index.js';
import { ZoneEnd } from '../zones/airspace-zone.schemas.js';
import {
  PublicationDetail,
  PublicationForm,
  PublicationImportAnswer,
  PublicationPage,
  PublicationQuery,
  PublicationView,
} from './publication.schemas.js';
import { PublicationsService } from './publications.service.js';

@Controller('api/v1/airspace-publications')
export class PublicationsController {
  constructor(private readonly publications: PublicationsService) {}

  @Endpoint({
    method: 'POST',
    path: 'import',
    status: 200,
    permission: 'airspace.manage',
    summary: 'Take over a published file of zones as a new publication or an edition of one: all of it or nothing',
    consumes: { mediaType: 'multipart/form-data', schema: PublicationForm },
    response: PublicationImportAnswer,
    idempotent: false,
    errors: [
      ...UPLOAD_ERRORS,
      'ZONE_IMPORT_METADATA_INVALID',
      'ZONE_IMPORT_FILE_CHANGED',
      'ZONE_IMPORT_REFUSED',
      'ZONE_FILE_NOT_JSON',
      'ZONE_FILE_UNKNOWN',
      'ZONE_FILE_EMPTY',
      'ZONE_FILE_NOT_WGS84',
      'ZONE_FILE_TOO_MANY',
      'ZONE_FILE_LINKS_ELSEWHERE',
      ...ARCHIVE_ERRORS,
      'PUBLICATION_EXISTS',
      'PUBLICATION_ENDED',
      'POLYGON_SELF_CROSSING',
    ],
  })
  import(
    @CurrentActor() actor: Actor,
    @Req() request: AuthenticatedRequest,
  ): Promise<z.input<typeof PublicationImportAnswer>> {
    return this.publications.receive(actor, request);
  }

  @Endpoint({
    method: 'GET',
    permission: 'airspace.list',
    summary: 'Publications of airspace, newest first',
    response: PublicationPage,
  })
  list(
    @Query({ schema: PublicationQuery }) query: z.output<typeof PublicationQuery>,
  ): Promise<z.input<typeof PublicationPage>> {
    return this.publications.list(query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'airspace.list',
    summary: 'One publication with its editions',
    response: PublicationDetail,
  })
  get(@Param('id', { schema: Id }) id: string): Promise<z.input<typeof PublicationDetail>> {
    return this.publications.get(id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/end',
    status: 200,
    permission: 'airspace.manage',
    summary: 'End a publication with all its zones, and say why',
    response: PublicationView,
    errors: ['PUBLICATION_ENDED'],
  })
  end(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ZoneEnd }) { reason }: z.output<typeof ZoneEnd>,
  ): Promise<z.input<typeof PublicationView>> {
    return this.publications.end(actor, id, reason);
  }
}
