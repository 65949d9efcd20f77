import { Measurement } from './measurement.entity.js';
import { MeasurementJournal } from './measurement.journal.js';
import { MeasurementRepository } from './measurement.repository.js';
import { MeasurementsController } from './measurements.controller.js';
import { MeasurementsService } from './measurements.service.js';
import { Measurer } from './measurer.js';
import { SurfaceReader } from './surface.reader.js';

export const MEASUREMENT_PROVIDERS = [
  MeasurementJournal,
  MeasurementRepository,
  MeasurementsService,
  Measurer,
  SurfaceReader,
];
export const MEASUREMENT_ENTITIES = [Measurement];
export const MEASUREMENT_CONTROLLERS = [MeasurementsController];
