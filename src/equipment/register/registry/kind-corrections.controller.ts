import { Body, Controller, Headers, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { DeviceDetail } from '../pool/device.schemas.js';
import { DeviceKindCorrection } from './device-register.schemas.js';
import { KindCorrections } from './kind-corrections.service.js';
import { requireVersion } from './required-version.js';

@Controller('api/v1/devices')
export class KindCorrectionsController {
  constructor(private readonly corrections: KindCorrections) {}

  @Endpoint({
    method: 'POST',
    path: ':id/kind',
    status: 200,
    permission: 'device.manage',
    summary: 'Correct the kind of a device that nobody has booked or holds, with the reason',
    response: DeviceDetail,
    errors: [
      'DEVICE_NOT_FOUND',
      'DEVICE_CHANGED',
      'DEVICE_KIND_UNKNOWN',
      'DEVICE_OF_THIS_KIND',
      'DEVICE_OUT',
      'DEVICE_BOOKED',
      'DEVICE_ATTRIBUTES_INVALID',
      'NOT_A_DRONE',
      'DRONE_CLASS_CONTRADICTED',
      'VERSION_REQUIRED',
      'VERSION_UNCLEAR',
    ],
  })
  correct(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DeviceKindCorrection }) { version, ...correction }: z.output<typeof DeviceKindCorrection>,
    @Headers('if-match') ifMatch?: string,
  ): Promise<z.input<typeof DeviceDetail>> {
    return this.corrections.correct(actor, id, requireVersion(version, ifMatch), correction);
  }
}
