import { Calibration } from './calibration.entity.js';
import { CalibrationRepository } from './calibration.repository.js';
import { CalibrationsController } from './calibrations.controller.js';
import { CalibrationsService } from './calibrations.service.js';
import { FailedChecks } from './failed-checks.service.js';

export const CALIBRATION_ENTITIES = [Calibration];

export const CALIBRATION_CONTROLLERS = [CalibrationsController];

export const CALIBRATION_PROVIDERS = [CalibrationRepository, CalibrationsService, FailedChecks];
