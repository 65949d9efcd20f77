import { DeviceActivity } from './activity.service.js';
import { DeviceActivityController } from './activity.controller.js';
import { FigureFiles } from './figure-files.service.js';
import { PoolActivity } from './pool-activity.service.js';
import { PoolActivityController } from './pool-activity.controller.js';
import { FiguresController } from './figures.controller.js';
import { FiguresRepository } from './figures.repository.js';
import { Figures } from './figures.service.js';

export const FIGURES_CONTROLLERS = [FiguresController, DeviceActivityController, PoolActivityController];
export const FIGURES_PROVIDERS = [DeviceActivity, FigureFiles, Figures, FiguresRepository, PoolActivity];
