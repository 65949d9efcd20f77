import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { MeasurementInput, MeasurementPage, MeasurementQuery, MeasurementView } from './measurement.schemas.js';
import { MeasurementsService } from './measurements.service.js';

@Controller('api/v1/measurements')
export class MeasurementsController {
  constructor(private readonly measurements: MeasurementsService) {}

  @Endpoint({
    method: 'POST',
    permission: 'evidence.create',
    summary: 'Measure an area, a length, a difference in height or a volume, and keep the figure with how it was found',
    response: MeasurementView,
    idempotent: false,
    errors: [
      'EVIDENCE_REMOVED',
      'MEASUREMENT_SHAPE_INVALID',
      'HEIGHT_REFERENCES_DIFFER',
      'SURFACE_UNREADABLE',
      'SURFACE_REFUSED',
    ],
  })
  measure(
    @CurrentActor() actor: Actor,
    @Body({ schema: MeasurementInput }) wish: z.output<typeof MeasurementInput>,
  ): Promise<z.input<typeof MeasurementView>> {
    return this.measurements.measure(actor, wish);
  }

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'Visible measurements, latest first',
    response: MeasurementPage,
    errors: ['CURSOR_INVALID'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: MeasurementQuery }) query: z.output<typeof MeasurementQuery>,
  ): Promise<z.input<typeof MeasurementPage>> {
    return this.measurements.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'evidence.read',
    summary: 'One measurement',
    response: MeasurementView,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof MeasurementView>> {
    return this.measurements.get(actor, id);
  }
}
