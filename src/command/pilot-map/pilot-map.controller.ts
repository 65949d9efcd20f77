import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ElementChange, ElementCreate, ElementGroups, ElementRef, GroupQuery } from './pilot-map.schemas.js';
import { PilotMap } from './pilot-map.service.js';

const REFUSALS = ['BAD_STATE', 'SESSION_BUSY'];

/** The map that DJI Pilot 2 shares. */
@Controller('map/api/v1/workspaces/:workspaceId')
export class PilotMapController {
  constructor(private readonly map: PilotMap) {}

  @Endpoint({
    method: 'GET',
    path: 'element-groups',
    permission: 'session.read',
    summary: 'Running command sessions as groups, with the marks on their maps',
    response: ElementGroups,
  })
  groups(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Query({ schema: GroupQuery }) { group_id }: z.output<typeof GroupQuery>,
  ): Promise<z.input<typeof ElementGroups>> {
    return this.map.groups(actor, workspaceId, group_id);
  }

  @Endpoint({
    method: 'POST',
    path: 'element-groups/:groupId/elements',
    status: 200,
    permission: 'session.command',
    summary: 'Draw on the map of a session; the same id again redraws',
    response: ElementRef,
    errors: ['NO_RUNNING_SESSION', ...REFUSALS],
    // The transaction gives the event of the session; the id of the mark is what makes a repetition harmless.
    idempotent: false,
  })
  put(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Param('groupId', { schema: Id }) groupId: string,
    @Body({ schema: ElementCreate }) element: z.output<typeof ElementCreate>,
  ): Promise<z.input<typeof ElementRef>> {
    return this.map.put(actor, workspaceId, groupId, element);
  }

  @Endpoint({
    method: 'PUT',
    path: 'elements/:id',
    permission: 'session.command',
    summary: 'Redraw a mark',
    response: ElementRef,
    errors: REFUSALS,
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ElementChange }) change: z.output<typeof ElementChange>,
  ): Promise<z.input<typeof ElementRef>> {
    return this.map.change(actor, workspaceId, id, change);
  }

  @Endpoint({
    method: 'DELETE',
    path: 'elements/:id',
    permission: 'session.command',
    summary: 'Take a mark off the map',
    response: ElementRef,
    errors: REFUSALS,
  })
  remove(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof ElementRef>> {
    return this.map.remove(actor, workspaceId, id);
  }
}
