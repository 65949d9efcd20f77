import { Body, Controller, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../../platform/index.js';
import { ChecklistChange, ChecklistView, PreparedChecklist, PreparedQuery } from './checklist.schemas.js';
import { ChecklistsService } from './checklists.service.js';
import { PreparedChecklists } from './prepared-checklists.service.js';

type View = z.input<typeof ChecklistView>;

const KindCode = z.string().max(50);

@Controller('api/v1')
export class ChecklistsController {
  constructor(
    private readonly checklists: ChecklistsService,
    private readonly preparedChecklists: PreparedChecklists,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'device-kinds/:code/checklist',
    permission: 'device.list',
    summary: 'What is asked of a kind as a device leaves and comes back',
    response: ChecklistView,
    errors: ['DEVICE_KIND_UNKNOWN'],
  })
  get(@Param('code', { schema: KindCode }) code: string): Promise<View> {
    return this.checklists.get(code);
  }

  @Endpoint({
    method: 'POST',
    path: 'device-kinds/:code/checklist',
    permission: 'checklist.manage',
    summary: 'A new version of the checklist of a kind',
    response: ChecklistView,
    errors: ['DEVICE_KIND_UNKNOWN', 'CHECKLIST_CHANGED'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('code', { schema: KindCode }) code: string,
    @Body({ schema: ChecklistChange }) body: z.output<typeof ChecklistChange>,
  ): Promise<View> {
    return this.checklists.change(actor, code, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'devices/:id/checklist',
    permission: 'custody.checkOut',
    summary: 'What will be asked of a device now, with what the registry answers itself for those concerned',
    response: PreparedChecklist,
    errors: ['DEVICE_NOT_FOUND'],
  })
  prepared(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PreparedQuery }) { moment }: z.output<typeof PreparedQuery>,
  ): Promise<z.input<typeof PreparedChecklist>> {
    return this.preparedChecklists.of(actor, id, moment);
  }
}
