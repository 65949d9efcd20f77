import { DeviceActivity } from './activity.service.js';
import { DeviceActivityController } from './activity.controller.js';
import { FiguresController } from './figures.controller.js';
import { FiguresRepository } from './figures.repository.js';
import { Figures } from './figures.service.js';

export const FIGURES_CONTROLLERS = [FiguresController, DeviceActivityController];
export const FIGURES_PROVIDERS = [DeviceActivity, Figures, FiguresRepository];
