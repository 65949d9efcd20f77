import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../platform/index.js';
import { ServiceCallPage, ServiceCallView } from './service-call.schemas.js';
import { ServiceCalls } from './service-calls.service.js';
import { ServiceRequest } from './service-methods.js';
import { ServiceReading } from './service-reading.service.js';

const REFUSALS = [
  'DEVICE_HAS_NO_LINK',
  'DEVICE_OFFLINE',
  'SERVICE_NOT_SUPPORTED',
  'VIDEO_NOT_OF_DEVICE',
  'TASK_TIME_OUT_OF_RANGE',
  'SERVICE_UNDER_WAY',
  'TASK_FLIGHT_NOT_CLEARED',
  'TASK_FOR_OTHER_DEVICE',
  'TASK_OUTSIDE_PERIOD',
  'TASK_WITHOUT_WAYLINE',
  'TASK_RETURN_TOO_HIGH',
  'TASK_ADDRESS_UNKNOWN',
  'TASK_NOT_PREPARED',
  'TASK_NOT_BEING_FLOWN',
  'TASK_BEING_FLOWN',
  'WAYLINE_LEAVES_VOLUME',
  'WAYLINE_ENTERS_ZONE',
  'WAYLINE_FOR_OTHER_DRONE',
] as const;

type View = z.input<typeof ServiceCallView>;

@Controller('api/v1/devices')
export class DeviceServicesController {
  constructor(
    private readonly calls: ServiceCalls,
    private readonly reading: ServiceReading,
  ) {}

  @Endpoint({
    method: 'POST',
    path: ':id/services',
    permission: 'deviceService.call',
    summary: 'Ask a device to do something; answered when it is kept, the device answers later',
    response: ServiceCallView,
    errors: [
      ...REFUSALS,
      'WATERMARK_TOO_LONG',
      'TASK_UNKNOWN',
      'TASK_UNDER_WAY',
      'TASK_WAYLINE_CHANGED',
      'TASK_NOT_DUE',
      'TASK_TOO_LATE',
    ],
  })
  call(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ServiceRequest }) body: ServiceRequest,
  ): Promise<View> {
    return this.calls.call(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/services/:callId/repeat',
    permission: 'deviceService.call',
    status: 200,
    summary: 'Send a call again that nobody answered, as the same one',
    response: ServiceCallView,
    errors: [...REFUSALS, 'SERVICE_NOT_REPEATABLE'],
  })
  repeat(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('callId', { schema: Id }) callId: string,
  ): Promise<View> {
    return this.calls.repeat(actor, id, callId);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/services',
    permission: 'deviceService.read',
    summary: 'What the device was asked to do, newest first, as far as one may know',
    response: ServiceCallPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<View>> {
    return this.reading.list(actor, id, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/services/:callId',
    permission: 'deviceService.read',
    summary: 'One call and what came of it',
    response: ServiceCallView,
  })
  get(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('callId', { schema: Id }) callId: string,
  ): Promise<View> {
    return this.reading.get(actor, id, callId);
  }
}
