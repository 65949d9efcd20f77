import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Endpoint, type Page } from '../../../platform/index.js';
import { DeviceKindPage, DeviceKindQuery, type DeviceKindView } from './device.schemas.js';
import { DevicesService } from './devices.service.js';

@Controller('api/v1/device-kinds')
export class DeviceKindsController {
  constructor(private readonly devices: DevicesService) {}

  @Endpoint({
    method: 'GET',
    permission: 'device.list',
    summary: 'Kinds of devices in the pool',
    response: DeviceKindPage,
  })
  list(
    @Query({ schema: DeviceKindQuery }) query: z.output<typeof DeviceKindQuery>,
  ): Promise<Page<z.input<typeof DeviceKindView>>> {
    return this.devices.kinds(query.parts);
  }
}
