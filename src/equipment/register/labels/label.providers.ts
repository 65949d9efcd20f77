import { DeviceSelections } from '../pool/device-selections.service.js';
import { BlankLabel, LabelBatch } from '../blank-labels/blank-label.entity.js';
import { BlankLabelRepository } from '../blank-labels/blank-label.repository.js';
import { BlankSheets } from '../blank-labels/blank-sheets.service.js';
import { LabelBatchesController } from '../blank-labels/label-batches.controller.js';
import { LabelBatches } from '../blank-labels/label-batches.service.js';
import { LabelClaims } from '../blank-labels/label-claims.service.js';
import { LabelDevices } from './label-devices.service.js';
import { LabelPrinter } from './label-printer.js';
import { LabelTexts } from './label-texts.service.js';
import { LabelRepository } from './label.repository.js';
import { LabelsController } from './labels.controller.js';
import { LabelsService } from './labels.service.js';
import { ScansController } from './scans.controller.js';
import { ScansService } from './scans.service.js';

const BLANK_LABELS = [BlankLabelRepository, BlankSheets, LabelBatches, LabelClaims];

export const LABEL_ENTITIES = [BlankLabel, LabelBatch];

export const LABEL_CONTROLLERS = [LabelsController, LabelBatchesController, ScansController];

export const LABEL_PROVIDERS = [
  DeviceSelections,
  ...BLANK_LABELS,
  LabelDevices,
  LabelPrinter,
  LabelRepository,
  LabelsService,
  LabelTexts,
  ScansService,
];
