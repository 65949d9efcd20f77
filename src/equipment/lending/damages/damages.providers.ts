import { DamageReports } from './damage-reports.service.js';
import { DamageRulings } from './damage-rulings.service.js';
import { DamageSteps } from './damage-steps.service.js';
import { Damage, DamageEntry, DamagePhoto } from './damage.entity.js';
import { DamageJournal } from './damage.journal.js';
import { DamageReader } from './damage.reader.js';
import { DamageRecorder } from './damage.recorder.js';
import { DamageRepository } from './damage.repository.js';
import { DamagesController } from './damages.controller.js';
import { DeviceHolds } from './device-holds.service.js';

export const DAMAGE_ENTITIES = [Damage, DamageEntry, DamagePhoto];

export const DAMAGE_CONTROLLERS = [DamagesController];

export const DAMAGE_PROVIDERS = [
  DamageJournal,
  DamageReader,
  DamageRecorder,
  DamageReports,
  DamageRepository,
  DamageRulings,
  DamageSteps,
  DeviceHolds,
];
