import { HeadClosing } from './heads/head.closing.js';
import { HeadRepository } from './heads/head.repository.js';
import { LogController } from './log.controller.js';
import { LogJournal } from './log.journal.js';
import { LogKeys } from './log.keys.js';
import { LogRepository } from './log.repository.js';
import { LogSequencer } from './log.sequencer.js';
import { LogService } from './log.service.js';
import { LogTree } from './log.tree.js';
import { LogWitnesses } from './witnesses/log-witnesses.js';
import { WitnessRepository } from './witnesses/witness.repository.js';

export const LOG_PROVIDERS = [
  HeadClosing,
  HeadRepository,
  LogJournal,
  LogKeys,
  LogRepository,
  LogSequencer,
  LogService,
  LogTree,
  LogWitnesses,
  WitnessRepository,
] as const;
export const LOG_CONTROLLERS = [LogController] as const;
