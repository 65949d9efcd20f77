import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { RosterQuery, ShiftCreate, ShiftPage, ShiftView } from './roster.schemas.js';
import { Roster } from './roster.service.js';

@Controller('api/v1/roster')
export class RosterController {
  constructor(private readonly roster: Roster) {}

  @Endpoint({
    method: 'GET',
    permission: 'roster.read',
    summary: 'Who is on duty, with telephone numbers',
    response: ShiftPage,
  })
  list(@Query({ schema: RosterQuery }) query: z.output<typeof RosterQuery>): Promise<Page<z.input<typeof ShiftView>>> {
    return this.roster.list(query);
  }

  @Endpoint({
    method: 'POST',
    permission: 'roster.manage',
    summary: 'Put a person on duty',
    response: ShiftView,
    errors: ['ON_DUTY_ALREADY', 'UNIT_UNKNOWN'],
  })
  add(
    @CurrentActor() actor: Actor,
    @Body({ schema: ShiftCreate }) body: z.output<typeof ShiftCreate>,
  ): Promise<z.input<typeof ShiftView>> {
    return this.roster.add(actor, body);
  }

  @Endpoint({
    method: 'DELETE',
    path: ':id',
    status: 204,
    permission: 'roster.manage',
    summary: 'Take a shift off the roster',
  })
  remove(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.roster.remove(actor, id);
  }
}
