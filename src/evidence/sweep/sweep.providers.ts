import { FindingAlarm } from './finding.alarm.js';
import { FindingDesk } from './finding.desk.js';
import { IntegrityController } from './integrity.controller.js';
import { IntegrityFinding } from './integrity-finding.entity.js';
import { IntegrityService } from './integrity.service.js';
import { IntegritySweep } from './integrity-sweep.entity.js';
import { ItemCheck } from './item-check.service.js';
import { KnownOriginals } from './known-originals.js';
import { OriginalReader } from './original.reader.js';
import { RemainsGate } from './remains.gate.js';
import { StrangerDesk } from './stranger.desk.js';
import { SweepLock } from './sweep.lock.js';
import { SweepRepository } from './sweep.repository.js';
import { SweepSignals } from './sweep.signals.js';
import { SweepStarter } from './sweep.starter.js';
import { SweepWorker } from './sweep.worker.js';
import { UnknownOriginals } from './unknown-originals.js';

export const SWEEP_ENTITIES = [IntegritySweep, IntegrityFinding];
export const SWEEP_CONTROLLERS = [IntegrityController];
export const SWEEP_PROVIDERS = [
  FindingAlarm,
  FindingDesk,
  IntegrityService,
  ItemCheck,
  KnownOriginals,
  OriginalReader,
  RemainsGate,
  StrangerDesk,
  SweepLock,
  SweepRepository,
  SweepSignals,
  SweepStarter,
  SweepWorker,
  UnknownOriginals,
];
