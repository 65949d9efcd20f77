import { CustodyController } from './custody.controller.js';
import { CustodyEvent } from './custody-event.entity.js';
import { CustodyLog } from './custody-log.js';
import { CustodyPages } from './custody-pages.service.js';
import { CustodyReports } from './custody-reports.service.js';
import { EvidenceLinksController } from './evidence-links.controller.js';
import { EvidenceLinks } from './evidence-links.service.js';
import { LinkRecords } from './link.records.js';
import { LinkedFiles } from './linked-files.js';
import { ReportPrinter } from './report.printer.js';

export const CUSTODY_ENTITIES = [CustodyEvent];
export const CUSTODY_CONTROLLERS = [CustodyController, EvidenceLinksController];
export const CUSTODY_PROVIDERS = [
  CustodyLog,
  CustodyPages,
  CustodyReports,
  EvidenceLinks,
  LinkRecords,
  LinkedFiles,
  ReportPrinter,
];
