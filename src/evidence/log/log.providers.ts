import { HeadClosing } from './heads/head.closing.js';
import { HeadRepository } from './heads/head.repository.js';
import { LogController } from './log.controller.js';
import { LogJournal } from './log.journal.js';
import { LogKeyRotation } from './log-key.rotation.js';
import { LogKeys } from './log.keys.js';
import { LogMark } from './log-mark.js';
import { LogNotary } from './log.notary.js';
import { LogPapers } from './log.papers.js';
import { LogRepository } from './log.repository.js';
import { LogSequencer } from './log.sequencer.js';
import { LogService } from './log.service.js';
import { LogTree } from './log.tree.js';
import { LogSheets } from './sheets/log-sheets.js';
import { LogSheetController } from './sheets/sheet.controller.js';
import { LogWitnesses } from './witnesses/log-witnesses.js';
import { WitnessRepository } from './witnesses/witness.repository.js';

export const LOG_PROVIDERS = [
  HeadClosing,
  HeadRepository,
  LogJournal,
  LogKeyRotation,
  LogKeys,
  LogMark,
  LogNotary,
  LogPapers,
  LogRepository,
  LogSequencer,
  LogService,
  LogSheets,
  LogTree,
  LogWitnesses,
  WitnessRepository,
] as const;
export const LOG_CONTROLLERS = [LogController, LogSheetController] as const;
