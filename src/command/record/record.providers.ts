import { RecordNames } from './record-names.js';
import { RecordPreservation } from './record-preservation.js';
import { RecordSource } from './record-source.js';
import { SessionRecordController } from './record.controller.js';
import { RecordJobs } from './record.jobs.js';
import { RecordRepository } from './record.repository.js';
import { SessionRecordRepository } from './session-record.repository.js';
import { Timelines } from './timeline.service.js';
import { WithheldLines } from './withheld-lines.js';

export const RECORD_CONTROLLERS = [SessionRecordController] as const;
export const RECORD_PROVIDERS = [
  RecordJobs,
  RecordNames,
  RecordPreservation,
  RecordRepository,
  RecordSource,
  SessionRecordRepository,
  Timelines,
  WithheldLines,
] as const;
