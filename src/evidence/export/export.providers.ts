import { ExhibitExtras } from './exhibit.extras.js';
import { ExhibitReader } from './exhibit.reader.js';
import { ExportBuilder } from './export.builder.js';
import { ExportController } from './export.controller.js';
import { ExportDesk } from './export.desk.js';
import { EvidenceExport } from './export.entity.js';
import { ExportExpiry } from './export.expiry.js';
import { ExportFolder } from './export.folder.js';
import { ExportJobs } from './export.jobs.js';
import { ExportPages } from './export.pages.js';
import { ExportRepository } from './export.repository.js';
import { ExportRequesters } from './export.requesters.js';
import { ExportsService } from './exports.service.js';
import { ExportedSiteRecords } from './papers/exported-site-records.js';
import { SystemFactsReader } from './papers/system-facts.reader.js';
import { Verifier } from './verifier.js';

export const EXPORT_ENTITIES = [EvidenceExport] as const;
export const EXPORT_CONTROLLERS = [ExportController] as const;
export const EXPORT_PROVIDERS = [
  ExhibitExtras,
  ExhibitReader,
  ExportBuilder,
  ExportDesk,
  ExportExpiry,
  ExportFolder,
  ExportJobs,
  ExportPages,
  ExportRepository,
  ExportRequesters,
  ExportedSiteRecords,
  ExportsService,
  SystemFactsReader,
  Verifier,
] as const;
