import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../../platform/index.js';
import { DamageReports } from './damage-reports.service.js';
import { DamageRulings } from './damage-rulings.service.js';
import { DamageReader } from './damage.reader.js';
import {
  DamageAssessment,
  DamageClosing,
  DamageDetail,
  DamagePage,
  DamageQuery,
  DamageReport,
  DamageRuling,
  DamageView,
} from './damage.schemas.js';

type View = z.input<typeof DamageView>;

@Controller('api/v1/damages')
export class DamagesController {
  constructor(
    private readonly reports: DamageReports,
    private readonly rulings: DamageRulings,
    private readonly reader: DamageReader,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'damage.report',
    summary: 'Report a damage of a device that the own unit has or owns',
    response: DamageView,
    errors: ['DEVICE_NOT_FOUND', 'FILE_UNKNOWN', 'PHOTO_NOT_PICTURE'],
  })
  report(
    @CurrentActor() actor: Actor,
    @Body({ schema: DamageReport }) body: z.output<typeof DamageReport>,
  ): Promise<View> {
    return this.reports.report(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'damage.read',
    summary: 'Damages of devices that the own unit owns or had, newest first',
    response: DamagePage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: DamageQuery }) query: z.output<typeof DamageQuery>,
  ): Promise<Page<View>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'damage.read',
    summary: 'One damage, step by step',
    response: DamageDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof DamageDetail>> {
    return this.reader.get(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/assess',
    status: 200,
    permission: 'damage.decide',
    summary: 'Say how grave a damage is',
    response: DamageView,
    errors: ['DAMAGE_STATE', 'FILE_UNKNOWN', 'PHOTO_NOT_PICTURE'],
  })
  assess(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DamageAssessment }) body: z.output<typeof DamageAssessment>,
  ): Promise<View> {
    return this.rulings.assess(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/decide',
    status: 200,
    permission: 'damage.decide',
    summary: 'Decide on a damage: repair, write-off, charge, or nothing, with the reason',
    response: DamageView,
    errors: ['DAMAGE_STATE', 'DAMAGE_NOBODY_CHARGED', 'UNIT_UNKNOWN'],
  })
  decide(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DamageRuling }) body: z.output<typeof DamageRuling>,
  ): Promise<View> {
    return this.rulings.decide(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/close',
    status: 200,
    permission: 'damage.decide',
    summary: 'Close a damage: the device is back in service, or retired where it was written off',
    response: DamageView,
    errors: ['DAMAGE_STATE', 'DEVICE_OUT', 'DEVICE_HAS_PARTS'],
  })
  close(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DamageClosing }) body: z.output<typeof DamageClosing>,
  ): Promise<View> {
    return this.rulings.close(actor, id, body);
  }
}
