import { FenceBoard } from '../fences/fence.board.js';
import { FenceDrawer } from '../fences/fence.drawer.js';
import { FenceJournal } from '../fences/fence.journal.js';
import { FenceRepository } from '../fences/fence.repository.js';
import { FencesController } from '../fences/fences.controller.js';
import { FencesService } from '../fences/fences.service.js';
import { AlarmAudience } from './alarm.audience.js';
import { AlarmDesk } from './alarm.desk.js';
import { AlarmKeeper } from './alarm.keeper.js';
import { AlarmRepository } from './alarm.repository.js';
import { AlarmsController } from './alarms.controller.js';
import { AlarmsService } from './alarms.service.js';
import { BatteryThresholdsController } from './battery-thresholds.controller.js';
import { BatteryThresholds } from './battery-thresholds.service.js';
import { DeviceMemories } from './device.memories.js';
import { DeviceRounds } from './device.rounds.js';
import { FindingKeeper } from './finding.keeper.js';
import { FlightAlertNews } from './flight-alert.news.js';
import { FollowedDevices } from './followed-devices.js';
import { LateNotes } from './late-notes.js';
import { LateTracks } from './late-tracks.js';
import { Recollection } from './recollection.js';

export const ALARM_CONTROLLERS = [AlarmsController, BatteryThresholdsController, FencesController] as const;
export const ALARM_PROVIDERS = [
  AlarmAudience,
  AlarmDesk,
  AlarmKeeper,
  AlarmRepository,
  AlarmsService,
  BatteryThresholds,
  DeviceMemories,
  DeviceRounds,
  FenceBoard,
  FenceDrawer,
  FenceJournal,
  FenceRepository,
  FencesService,
  FindingKeeper,
  FlightAlertNews,
  FollowedDevices,
  LateNotes,
  LateTracks,
  Recollection,
] as const;
