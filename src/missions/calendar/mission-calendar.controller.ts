import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, type Page } from '../../platform/index.js';
import { type MissionCalendarItem, MissionCalendarPage, MissionCalendarQuery } from './mission-calendar.schemas.js';
import { MissionCalendar } from './mission-calendar.service.js';

@Controller('api/v1/missions/calendar')
export class MissionCalendarController {
  constructor(private readonly calendar: MissionCalendar) {}

  @Endpoint({
    method: 'GET',
    permission: 'missionCalendar.read',
    summary: 'Flights, rapid tests, deadlines and assigned work of a unit or a person, soonest first',
    response: MissionCalendarPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: MissionCalendarQuery }) query: z.output<typeof MissionCalendarQuery>,
  ): Promise<Page<z.input<typeof MissionCalendarItem>>> {
    return this.calendar.list(actor, query);
  }
}
