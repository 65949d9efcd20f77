import { Arrivals } from './arrivals.service.js';
import { CheckOutBatches } from './batch/check-out-batch.service.js';
import { CheckOutsController } from './check-outs.controller.js';
import { CheckOutsService } from './check-outs.service.js';
import { AnsweredChecklists } from './checklists/answered-checklists.service.js';
import { ChecklistTemplateRow, CustodyChecklist } from './checklists/checklist.entity.js';
import { ChecklistRepository } from './checklists/checklist.repository.js';
import { ChecklistsController } from './checklists/checklists.controller.js';
import { ChecklistsService } from './checklists/checklists.service.js';
import { DeviceConcern } from './checklists/device-concern.service.js';
import { PreparedChecklists } from './checklists/prepared-checklists.service.js';
import { CustodyDossier } from './custody-dossier.service.js';
import { CustodyReader } from './custody-reader.service.js';
import { Custody } from './custody.entity.js';
import { CustodyJournal } from './custody.journal.js';
import { CustodyRepository } from './custody.repository.js';
import { Departures } from './departures.service.js';
import { Handovers } from './handovers.service.js';
import { CustodyPapers } from './papers/custody-papers.service.js';
import { CustodySignature } from './papers/custody-signature.entity.js';
import { PaperRepository } from './papers/paper.repository.js';
import { SignaturesService } from './papers/signatures.service.js';

export const CUSTODY_ENTITIES = [Custody, CustodySignature, ChecklistTemplateRow, CustodyChecklist];

export const CUSTODY_CONTROLLERS = [CheckOutsController, ChecklistsController];

const CHECKLISTS = [AnsweredChecklists, ChecklistRepository, ChecklistsService, DeviceConcern, PreparedChecklists];
const PAPERS = [CustodyPapers, PaperRepository, SignaturesService];

export const CUSTODY_PROVIDERS = [
  ...CHECKLISTS,
  ...PAPERS,
  Arrivals,
  CheckOutBatches,
  CheckOutsService,
  CustodyDossier,
  CustodyJournal,
  CustodyReader,
  CustodyRepository,
  Departures,
  Handovers,
];
