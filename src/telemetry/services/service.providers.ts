import { CallTools } from './call.tools.js';
import { DevicePhotos } from './device-photos.service.js';
import { GatewayFinder } from './gateway.finder.js';
import { Presence } from './presence.js';
import { DataSeal } from './sealed-data.js';
import { ServiceAccess } from './service-access.js';
import { ServiceCallRepository } from './service-call.repository.js';
import { ServiceCalls } from './service-calls.service.js';
import { ServiceReading } from './service-reading.service.js';
import { ServiceReplies } from './service-replies.service.js';
import { ServiceDeadlines } from './service.deadlines.js';
import { ServiceDispatch } from './service.dispatch.js';
import { ServiceJournal } from './service.journal.js';
import { ServiceWire } from './service.wire.js';
import { ServiceWishes } from './service.wishes.js';
import { SilenceActions } from './silence.actions.js';

export const SERVICE_PROVIDERS = [
  CallTools,
  DataSeal,
  DevicePhotos,
  GatewayFinder,
  Presence,
  ServiceAccess,
  ServiceCallRepository,
  ServiceCalls,
  ServiceDeadlines,
  ServiceDispatch,
  ServiceJournal,
  ServiceReading,
  ServiceReplies,
  ServiceWire,
  ServiceWishes,
  SilenceActions,
] as const;
