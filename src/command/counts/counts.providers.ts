import { CountRepository } from './count.repository.js';
import { CommandCountsController } from './counts.controller.js';
import { CommandCountsService } from './counts.service.js';

export const COUNT_CONTROLLERS = [CommandCountsController] as const;
export const COUNT_PROVIDERS = [CommandCountsService, CountRepository] as const;
