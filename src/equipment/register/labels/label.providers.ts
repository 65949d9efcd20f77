import { DeviceSelections } from '../pool/device-selections.service.js';
import { LabelDevices } from './label-devices.service.js';
import { LabelTexts } from './label-texts.service.js';
import { LabelRepository } from './label.repository.js';
import { LabelsController } from './labels.controller.js';
import { LabelsService } from './labels.service.js';
import { ScansController } from './scans.controller.js';
import { ScansService } from './scans.service.js';

export const LABEL_CONTROLLERS = [LabelsController, ScansController];

export const LABEL_PROVIDERS = [
  DeviceSelections,
  LabelDevices,
  LabelRepository,
  LabelsService,
  LabelTexts,
  ScansService,
];
