import { AnnouncedMedia } from './announced-media.js';
import { DeviceEventReading } from './device-event-reading.service.js';
import { DeviceEvents } from './device-events.service.js';
import { HealthKeeper } from './health.keeper.js';
import { HealthRepository } from './health.repository.js';
import { MediaKeeper } from './media.keeper.js';
import { MediaOrigin } from './media.origin.js';
import { MediaRepository } from './media.repository.js';
import { TaskKeeper } from './task.keeper.js';
import { TaskRepository } from './task.repository.js';

export const EVENT_PROVIDERS = [
  AnnouncedMedia,
  DeviceEventReading,
  DeviceEvents,
  HealthKeeper,
  HealthRepository,
  MediaKeeper,
  MediaOrigin,
  MediaRepository,
  TaskKeeper,
  TaskRepository,
] as const;
