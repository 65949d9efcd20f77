import { RecordNames } from './record-names.js';
import { SessionRecordController } from './record.controller.js';
import { RecordRepository } from './record.repository.js';
import { Timelines } from './timeline.service.js';

export const RECORD_CONTROLLERS = [SessionRecordController] as const;
export const RECORD_PROVIDERS = [RecordNames, RecordRepository, Timelines] as const;
