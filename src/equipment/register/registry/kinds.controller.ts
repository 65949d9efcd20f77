import { Body, Controller, Headers, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../../platform/index.js';
import { DeviceKindView } from '../pool/device.schemas.js';
import { KindChange, KindCreate } from './kind.schemas.js';
import { KindsService } from './kinds.service.js';
import { KindCode } from './register.schemas.js';
import { requireVersion } from './required-version.js';

type View = z.input<typeof DeviceKindView>;

@Controller('api/v1/device-kinds')
export class KindsController {
  constructor(private readonly kinds: KindsService) {}

  @Endpoint({
    method: 'POST',
    permission: 'deviceKind.manage',
    summary: 'Add a kind of devices, with the fields its devices have as JSON Schema',
    response: DeviceKindView,
    errors: ['DEVICE_KIND_EXISTS'],
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: KindCreate }) body: z.output<typeof KindCreate>): Promise<View> {
    return this.kinds.create(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':code',
    permission: 'device.list',
    summary: 'One kind',
    response: DeviceKindView,
    errors: ['DEVICE_KIND_NOT_FOUND'],
  })
  get(@Param('code', { schema: KindCode }) code: string): Promise<View> {
    return this.kinds.get(code);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':code',
    permission: 'deviceKind.manage',
    summary: 'Change a kind; a schema that its devices do not fit is refused',
    response: DeviceKindView,
    errors: [
      'DEVICE_KIND_NOT_FOUND',
      'DEVICE_KIND_CHANGED',
      'DEVICE_KIND_SCHEMA_VIOLATED',
      'VERSION_REQUIRED',
      'VERSION_UNCLEAR',
    ],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('code', { schema: KindCode }) code: string,
    @Body({ schema: KindChange }) { version, ...changes }: z.output<typeof KindChange>,
    @Headers('if-match') ifMatch?: string,
  ): Promise<View> {
    return this.kinds.change(actor, code, requireVersion(version, ifMatch), changes);
  }
}
