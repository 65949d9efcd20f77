import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../../platform/index.js';
import { DeviceDetail } from '../pool/device.schemas.js';
import { Counters } from './counters.service.js';
import { PART_REFUSALS } from './part.rules.js';
import { CounterPage, CounterReading, CounterView, PartAttach } from './part.schemas.js';
import { PartsService } from './parts.service.js';

type Detail = z.input<typeof DeviceDetail>;

@Controller('api/v1/devices/:id')
export class PartsController {
  constructor(
    private readonly parts: PartsService,
    private readonly counters: Counters,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'parts',
    status: 200,
    permission: 'device.manage',
    summary: 'Let a controller, dock, battery or payload travel with the device; answered with the device',
    response: DeviceDetail,
    errors: ['DEVICE_NOT_FOUND', ...PART_REFUSALS],
  })
  attach(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PartAttach }) { partId }: z.output<typeof PartAttach>,
  ): Promise<Detail> {
    return this.parts.attach(actor, id, partId);
  }

  @Endpoint({
    method: 'DELETE',
    path: 'parts/:partId',
    permission: 'device.manage',
    summary: 'Take a part off, while the device is at home; answered with the device',
    response: DeviceDetail,
    errors: ['DEVICE_NOT_FOUND', 'PART_NOT_ATTACHED', 'DEVICE_OUT'],
  })
  detach(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('partId', { schema: Id }) partId: string,
  ): Promise<Detail> {
    return this.parts.detach(actor, id, partId);
  }

  @Endpoint({
    method: 'POST',
    path: 'counters',
    permission: 'device.manage',
    summary: 'Write down charge cycles and health of a battery',
    response: CounterView,
    errors: ['DEVICE_NOT_FOUND', 'KIND_COUNTS_NO_CYCLES', 'COUNTER_RUNS_BACK', 'COUNTER_IN_FUTURE'],
  })
  read(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CounterReading }) body: z.output<typeof CounterReading>,
  ): Promise<z.input<typeof CounterView>> {
    return this.counters.read(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'counters',
    permission: 'device.list',
    summary: 'Readings of a battery, newest first',
    response: CounterPage,
  })
  readings(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof CounterView>>> {
    return this.counters.list(id, query);
  }
}
