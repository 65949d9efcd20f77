import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { BatteryThreshold, BatteryThresholdView } from './alarm.schemas.js';
import { BatteryThresholds } from './battery-thresholds.service.js';

@Controller('api/v1/devices/:id/battery-threshold')
export class BatteryThresholdsController {
  constructor(private readonly thresholds: BatteryThresholds) {}

  @Endpoint({
    method: 'GET',
    permission: 'device.list',
    summary: 'Below which percent the battery of the device is low',
    response: BatteryThresholdView,
  })
  of(@Param('id', { schema: Id }) id: string): Promise<z.input<typeof BatteryThresholdView>> {
    return this.thresholds.of(id);
  }

  @Endpoint({
    method: 'PUT',
    permission: 'batteryThreshold.set',
    summary: 'Set below which percent the battery of the device is low',
    response: BatteryThresholdView,
  })
  set(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BatteryThreshold }) { percent }: z.output<typeof BatteryThreshold>,
  ): Promise<z.input<typeof BatteryThresholdView>> {
    return this.thresholds.set(actor, id, percent);
  }
}
