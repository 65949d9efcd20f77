import { Body, Controller, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import {
  type Actor,
  ARCHIVE_ERRORS,
  CONFIG,
  type Config,
  CurrentActor,
  Endpoint,
  Id,
} from '../../../platform/index.js';
import { PilotWaylineUploads } from './pilot-wayline-uploads.service.js';
import {
  FavouriteQuery,
  LibraryPage,
  LibraryQuery,
  NamesQuery,
  NothingMore,
  TakenNames,
  WaylineReport,
  WaylineReported,
} from './pilot-wayline.schemas.js';
import { PilotWaylines } from './pilot-waylines.service.js';

type Favourites = z.output<typeof FavouriteQuery>;

/** The library of waylines that DJI Pilot 2 shows; it repeats its calls as it likes, so each bears being called again. */
@Controller('wayline/api/v1/workspaces/:workspaceId')
export class PilotWaylinesController {
  constructor(
    private readonly waylines: PilotWaylines,
    private readonly uploads: PilotWaylineUploads,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'waylines',
    permission: 'flight.read',
    summary: 'Waylines of units and of planned flights that one may read',
    response: LibraryPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Query({ schema: LibraryQuery }) query: z.output<typeof LibraryQuery>,
  ): Promise<z.input<typeof LibraryPage>> {
    return this.waylines.page(actor, workspaceId, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'waylines/duplicate-names',
    permission: 'flight.read',
    summary: 'Which of these names waylines of the unit have already',
    response: TakenNames,
  })
  takenNames(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Query({ schema: NamesQuery }) { name }: z.output<typeof NamesQuery>,
  ): Promise<string[]> {
    return this.waylines.takenNames(actor, workspaceId, name);
  }

  @Endpoint({
    method: 'GET',
    path: 'waylines/:id/url',
    permission: 'flight.read',
    summary: 'Leads to the KMZ, under an address that needs no header and lasts five minutes',
    status: 302,
    produces: 'application/json',
  })
  async address(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Param('id', { schema: Id }) id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const path = await this.waylines.addressOf(actor, workspaceId, id);
    const reached = `${request.protocol}://${request.get('host') ?? ''}`;
    const base = this.config.SKYDOCKET_PUBLIC_URL?.replace(/\/+$/, '') ?? reached;
    response.setHeader('Cache-Control', 'private, no-store').redirect(302, `${base}${path}`);
  }

  @Endpoint({
    method: 'POST',
    path: 'upload-callback',
    status: 200,
    permission: 'flight.importWayline',
    summary: 'A wayline was uploaded: it is read, and becomes one of the unit',
    response: WaylineReported,
    errors: [
      ...ARCHIVE_ERRORS,
      'WAYLINE_NOT_UPLOADED',
      'WAYLINE_FILE_TOO_LARGE',
      'WAYLINE_FILE_REFUSED',
      'WAYLINE_PART_MISSING',
      'WAYLINE_ELEMENT_MISSING',
      'WAYLINE_VALUE_INVALID',
      'WAYLINE_NAME_TAKEN',
    ],
    // The same file under the same name is the same wayline.
    idempotent: false,
  })
  async uploaded(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Body({ schema: WaylineReport }) report: z.output<typeof WaylineReport>,
  ): Promise<z.input<typeof WaylineReported>> {
    this.waylines.requireWorkspace(actor, workspaceId);
    return { object_key: report.object_key, id: await this.uploads.report(actor, workspaceId, report) };
  }

  @Endpoint({
    method: 'POST',
    path: 'favorites',
    status: 200,
    permission: 'flight.read',
    summary: 'Mark waylines for oneself',
    response: NothingMore,
    idempotent: false,
  })
  async favour(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Query({ schema: FavouriteQuery }) { id }: Favourites,
  ): Promise<z.input<typeof NothingMore>> {
    await this.waylines.favour(actor, workspaceId, id);
    return {};
  }

  @Endpoint({
    method: 'DELETE',
    path: 'favorites',
    permission: 'flight.read',
    summary: 'Take one’s marks off waylines',
    response: NothingMore,
  })
  async unfavour(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Query({ schema: FavouriteQuery }) { id }: Favourites,
  ): Promise<z.input<typeof NothingMore>> {
    await this.waylines.unfavour(actor, workspaceId, id);
    return {};
  }
}
