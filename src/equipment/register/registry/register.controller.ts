import { Body, Controller, Headers, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { DeviceDetail } from '../pool/device.schemas.js';
import { DeviceChange, DeviceCreate, DeviceStateChange, DeviceStateView } from './device-register.schemas.js';
import { RegisterService } from './register.service.js';
import { requireVersion } from './required-version.js';

type Detail = z.input<typeof DeviceDetail>;

const RECORD_ERRORS = ['DEVICE_ATTRIBUTES_INVALID', 'NOT_A_DRONE', 'DRONE_CLASS_CONTRADICTED', 'DEVICE_EXISTS'];

@Controller('api/v1/devices')
export class RegisterController {
  constructor(private readonly register: RegisterService) {}

  @Endpoint({
    method: 'POST',
    permission: 'device.manage',
    summary: 'Register a device',
    response: DeviceDetail,
    errors: [...RECORD_ERRORS, 'DEVICE_KIND_UNKNOWN'],
  })
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: DeviceCreate }) body: z.output<typeof DeviceCreate>,
  ): Promise<Detail> {
    return this.register.register(actor, body);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':id',
    permission: 'device.manage',
    summary: 'Correct what the register says of a device; null takes a value away',
    response: DeviceDetail,
    errors: [
      ...RECORD_ERRORS,
      'DEVICE_NOT_FOUND',
      'DEVICE_CHANGED',
      'VERSION_REQUIRED',
      'VERSION_UNCLEAR',
      'PART_FOLLOWS_DEVICE',
    ],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DeviceChange }) { version, ...changes }: z.output<typeof DeviceChange>,
    @Headers('if-match') ifMatch?: string,
  ): Promise<Detail> {
    return this.register.change(actor, id, requireVersion(version, ifMatch), changes);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/state',
    status: 200,
    permission: 'device.manage',
    summary: 'Take a device out of service or bring it back, with the reason; names the bookings it will not serve',
    response: DeviceStateView,
    errors: [
      'DEVICE_NOT_FOUND',
      'DEVICE_STATE_REFUSED',
      'DEVICE_OUT',
      'DEVICE_HAS_PARTS',
      'DEVICE_CHANGED',
      'DEVICE_ATTRIBUTES_INVALID',
    ],
  })
  changeState(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DeviceStateChange }) body: z.output<typeof DeviceStateChange>,
  ): Promise<z.input<typeof DeviceStateView>> {
    return this.register.changeState(actor, id, body);
  }
}
