import { MaintenancePlans } from './maintenance-plans.service.js';
import { MaintenanceReader } from './maintenance-reader.service.js';
import { MaintenanceWatch } from './maintenance-watch.service.js';
import { MaintenanceWorks } from './maintenance-works.service.js';
import { MaintenanceController } from './maintenance.controller.js';
import { MaintenanceFile, MaintenanceMark, MaintenancePlan, MaintenanceWork } from './maintenance.entity.js';
import { MaintenanceRepository } from './maintenance.repository.js';
import { PlanTargets } from './plan-targets.service.js';
import { UpkeepJobs } from './upkeep.jobs.js';

export const UPKEEP_ENTITIES = [MaintenancePlan, MaintenanceMark, MaintenanceWork, MaintenanceFile];

export const UPKEEP_CONTROLLERS = [MaintenanceController];

export const UPKEEP_PROVIDERS = [
  MaintenancePlans,
  MaintenanceReader,
  MaintenanceRepository,
  MaintenanceWatch,
  MaintenanceWorks,
  PlanTargets,
  UpkeepJobs,
];
