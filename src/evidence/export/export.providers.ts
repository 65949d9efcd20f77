import { ExhibitFiles } from './exhibit.files.js';
import { ExhibitReader } from './exhibit.reader.js';
import { ExhibitTexts } from './exhibit.texts.js';
import { ExportBuilder } from './export.builder.js';
import { ExportController } from './export.controller.js';
import { ExportDesk } from './export.desk.js';
import { EvidenceExport } from './export.entity.js';
import { ExportExpiry } from './export.expiry.js';
import { ExportJobs } from './export.jobs.js';
import { ExportPages } from './export.pages.js';
import { ExportRepository } from './export.repository.js';
import { ExportRequesters } from './export.requesters.js';
import { ExportRights } from './export.rights.js';
import { ExportRoom } from './export.room.js';
import { ExportShelf } from './export.shelf.js';
import { ExportStore } from './export.store.js';
import { ExportsService } from './exports.service.js';
import { ExportedMeasurements } from './exported-measurements.js';
import { ExportedSiteRecords } from './papers/exported-site-records.js';
import { SystemFactsReader } from './papers/system-facts.reader.js';
import { Verifier } from './verifier.js';

export const EXPORT_ENTITIES = [EvidenceExport] as const;
export const EXPORT_CONTROLLERS = [ExportController] as const;
export const EXPORT_PROVIDERS = [
  ExhibitFiles,
  ExhibitReader,
  ExhibitTexts,
  ExportBuilder,
  ExportDesk,
  ExportExpiry,
  ExportJobs,
  ExportPages,
  ExportRepository,
  ExportRequesters,
  ExportRights,
  ExportRoom,
  ExportShelf,
  ExportStore,
  ExportedMeasurements,
  ExportedSiteRecords,
  ExportsService,
  SystemFactsReader,
  Verifier,
] as const;
