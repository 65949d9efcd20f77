import { Body, Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, type Page } from '../../../platform/index.js';
import { CalibrationCreate, CalibrationPage, CalibrationQuery, CalibrationView } from './calibration.schemas.js';
import { CalibrationsService } from './calibrations.service.js';

type View = z.input<typeof CalibrationView>;

@Controller('api/v1/calibrations')
export class CalibrationsController {
  constructor(private readonly calibrations: CalibrationsService) {}

  @Endpoint({
    method: 'POST',
    permission: 'device.manage',
    summary: 'Record a verification, calibration or functional check',
    response: CalibrationView,
    errors: ['DEVICE_NOT_FOUND', 'CALIBRATION_IN_FUTURE', 'CERTIFICATE_EXISTS'],
  })
  record(
    @CurrentActor() actor: Actor,
    @Body({ schema: CalibrationCreate }) body: z.output<typeof CalibrationCreate>,
  ): Promise<View> {
    return this.calibrations.record(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'device.list',
    summary: 'Certificates and checks, newest first',
    response: CalibrationPage,
  })
  list(@Query({ schema: CalibrationQuery }) query: z.output<typeof CalibrationQuery>): Promise<Page<View>> {
    return this.calibrations.list(query);
  }
}
