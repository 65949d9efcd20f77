import { BriefingReader } from './briefing-reader.js';
import { RecordMatter } from './record-matter.js';
import { RecordNames } from './record-names.js';
import { RecordPreservation } from './record-preservation.js';
import { RecordSource } from './record-source.js';
import { SessionRecordController } from './record.controller.js';
import { RecordJobs } from './record.jobs.js';
import { RecordRepository } from './record.repository.js';
import { ReplayStage } from './replay-stage.js';
import { ReplayTracks } from './replay-tracks.js';
import { ReplayGateway } from './replay.gateway.js';
import { Replays } from './replays.service.js';
import { ReportPrinter } from './report-printer.js';
import { ReportRights } from './report-rights.js';
import { ReportsController } from './reports.controller.js';
import { Reports } from './reports.service.js';
import { SessionRecordRepository } from './session-record.repository.js';
import { SitrepDrafts } from './sitrep-drafts.js';
import { SitrepRepository } from './sitrep.repository.js';
import { Sitreps } from './sitreps.service.js';
import { Timelines } from './timeline.service.js';
import { WithheldLines } from './withheld-lines.js';

export const RECORD_CONTROLLERS = [SessionRecordController, ReportsController] as const;
export const RECORD_PROVIDERS = [
  BriefingReader,
  RecordJobs,
  RecordMatter,
  RecordNames,
  RecordPreservation,
  RecordRepository,
  RecordSource,
  ReplayGateway,
  ReplayStage,
  ReplayTracks,
  Replays,
  ReportPrinter,
  ReportRights,
  Reports,
  SessionRecordRepository,
  SitrepDrafts,
  SitrepRepository,
  Sitreps,
  Timelines,
  WithheldLines,
] as const;
