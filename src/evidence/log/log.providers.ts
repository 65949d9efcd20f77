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
import { HeadVouchers } from './sheets/head.vouchers.js';
import { LogSheets } from './sheets/log-sheets.js';
import { LogSheetController } from './sheets/sheet.controller.js';
import { LogTimestamps } from './timestamps/log-timestamps.js';
import { TimeAuthority } from './timestamps/time.authority.js';
import { TimestampController } from './timestamps/timestamp.controller.js';
import { TimestampDesk } from './timestamps/timestamp.desk.js';
import { TimestampFiles } from './timestamps/timestamp.files.js';
import { TimestampRepository } from './timestamps/timestamp.repository.js';
import { TimestampSignals } from './timestamps/timestamp.signals.js';
import { TimestampTurn } from './timestamps/timestamp.turn.js';
import { LogWitnesses } from './witnesses/log-witnesses.js';
import { WitnessRepository } from './witnesses/witness.repository.js';

export const LOG_PROVIDERS = [
  HeadClosing,
  HeadRepository,
  HeadVouchers,
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
  LogTimestamps,
  LogTree,
  LogWitnesses,
  TimeAuthority,
  TimestampDesk,
  TimestampFiles,
  TimestampRepository,
  TimestampSignals,
  TimestampTurn,
  WitnessRepository,
] as const;
export const LOG_CONTROLLERS = [LogController, LogSheetController, TimestampController] as const;
