import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../../platform/index.js';
import { MaintenancePlans } from './maintenance-plans.service.js';
import { MaintenanceReader } from './maintenance-reader.service.js';
import { MaintenanceWorks } from './maintenance-works.service.js';
import {
  PlanCreate,
  PlanPage,
  PlanView,
  UpkeepPage,
  UpkeepQuery,
  type UpkeepView,
  WorkCreate,
  WorkPage,
  WorkView,
} from './maintenance.schemas.js';

@Controller('api/v1')
export class MaintenanceController {
  constructor(
    private readonly plans: MaintenancePlans,
    private readonly works: MaintenanceWorks,
    private readonly reader: MaintenanceReader,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'maintenance-plans',
    permission: 'device.manage',
    summary: 'Plan maintenance of a device, or of a kind (by the first unit), by days, hours of use or cycles',
    response: PlanView,
    errors: ['DEVICE_NOT_FOUND', 'DEVICE_KIND_UNKNOWN'],
  })
  plan(
    @CurrentActor() actor: Actor,
    @Body({ schema: PlanCreate }) body: z.output<typeof PlanCreate>,
  ): Promise<z.input<typeof PlanView>> {
    return this.plans.create(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'maintenance-plans',
    permission: 'device.list',
    summary: 'Plans in force, newest first',
    response: PlanPage,
  })
  list(@Query({ schema: PageQuery }) query: z.output<typeof PageQuery>): Promise<Page<z.input<typeof PlanView>>> {
    return this.plans.list(query);
  }

  @Endpoint({
    method: 'POST',
    path: 'maintenance-plans/:id/end',
    status: 200,
    permission: 'device.manage',
    summary: 'End a plan: nothing is due by it any more',
    response: PlanView,
    errors: ['MAINTENANCE_PLAN_NOT_FOUND', 'MAINTENANCE_PLAN_ENDED'],
  })
  end(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof PlanView>> {
    return this.plans.end(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'maintenance',
    permission: 'device.list',
    summary: 'What is to be done on which device, by device and plan',
    response: UpkeepPage,
    errors: ['CURSOR_INVALID'],
  })
  upkeep(
    @Query({ schema: UpkeepQuery }) query: z.output<typeof UpkeepQuery>,
  ): Promise<Page<z.input<typeof UpkeepView>>> {
    return this.reader.upkeep(query);
  }

  @Endpoint({
    method: 'POST',
    path: 'devices/:id/maintenance',
    permission: 'device.manage',
    summary: 'Record work done on a device; the plan it answers begins anew',
    response: WorkView,
    errors: [
      'DEVICE_NOT_FOUND',
      'MAINTENANCE_IN_FUTURE',
      'MAINTENANCE_PLAN_NOT_FOUND',
      'MAINTENANCE_PLAN_ENDED',
      'MAINTENANCE_PLAN_OF_OTHERS',
      'FILE_UNKNOWN',
    ],
  })
  record(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: WorkCreate }) body: z.output<typeof WorkCreate>,
  ): Promise<z.input<typeof WorkView>> {
    return this.works.record(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'devices/:id/maintenance',
    permission: 'device.readParty',
    summary: 'Work done on a device, newest first',
    response: WorkPage,
    errors: ['DEVICE_NOT_FOUND'],
  })
  done(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof WorkView>>> {
    return this.reader.works(actor, id, query);
  }
}
