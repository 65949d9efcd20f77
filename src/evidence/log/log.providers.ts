import { LogController } from './log.controller.js';
import { LogJournal } from './log.journal.js';
import { LogKeys } from './log.keys.js';
import { LogRepository } from './log.repository.js';
import { LogSequencer } from './log.sequencer.js';
import { LogService } from './log.service.js';
import { LogTree } from './log.tree.js';

export const LOG_PROVIDERS = [LogJournal, LogKeys, LogRepository, LogSequencer, LogService, LogTree] as const;
export const LOG_CONTROLLERS = [LogController] as const;
