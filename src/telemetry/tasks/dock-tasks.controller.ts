import { Controller, Injectable, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { EquipmentService } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import {
  type Actor,
  CurrentActor,
  Endpoint,
  Id,
  idInCursor,
  keysetPage,
  type Page,
  PageQuery,
  PlatformErrors,
  UnitOfWork,
} from '../../platform/index.js';
import { DockTaskRepository } from './dock-task.repository.js';
import { DockTaskPage, type DockTaskView, viewOfTask } from './task.schemas.js';

type View = z.input<typeof DockTaskView>;

/** Tasks for those who may know: of their units and cases at the time, or their own. */
@Injectable()
export class DockTasks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly tasks: DockTaskRepository,
    private readonly access: AccessService,
  ) {}

  /** @throws NOT_FOUND for a device nobody knows */
  async list(actor: Actor, deviceId: string, { limit, cursor }: z.output<typeof PageQuery>): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'deviceService.read');
    return this.unitOfWork.read(async (tx) => {
      if (!(await this.equipment.findDevice(tx, { id: deviceId }))) throw PlatformErrors.NOT_FOUND();
      const found = await this.tasks.list(tx, deviceId, scope, before, limit + 1);
      return keysetPage(found, limit, ({ id }) => [id], viewOfTask);
    });
  }
}

@Controller('api/v1/devices')
export class DockTasksController {
  constructor(private readonly tasks: DockTasks) {}

  @Endpoint({
    method: 'GET',
    path: ':id/tasks',
    permission: 'deviceService.read',
    summary: 'Flights that the dock was asked to fly, or that the aircraft was, newest first, and how far they are',
    response: DockTaskPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<View>> {
    return this.tasks.list(actor, id, query);
  }
}
