import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../../platform/index.js';
import { CustodyReader } from '../../lending/custody/custody-reader.service.js';
import { CustodyPage, type CustodyView } from '../../lending/custody/custody.schemas.js';
import { DeviceDetail, DeviceList, DeviceQuery } from './device.schemas.js';
import { DevicesService } from './devices.service.js';

@Controller('api/v1/devices')
export class DevicesController {
  constructor(
    private readonly devices: DevicesService,
    private readonly custody: CustodyReader,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'device.list',
    summary: 'The pool, by asset code; with f=geojson as features at the homes of the devices',
    response: DeviceList,
    errors: ['CURSOR_INVALID'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: DeviceQuery }) query: z.output<typeof DeviceQuery>,
  ): Promise<z.input<typeof DeviceList>> {
    return this.devices.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'device.list',
    summary: 'One device; without attributes and names for other units',
    response: DeviceDetail,
    errors: ['DEVICE_NOT_FOUND'],
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof DeviceDetail>> {
    return this.devices.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/custody',
    permission: 'device.list',
    summary: 'Who held the device, last first; for other units only which unit and when',
    response: CustodyPage,
    errors: ['DEVICE_NOT_FOUND'],
  })
  history(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { limit, cursor }: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof CustodyView>>> {
    return this.custody.history(actor, id, limit, cursor);
  }
}
