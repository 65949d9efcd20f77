import { AfterReturn } from './after-return.service.js';
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
import { CustodyRelay } from './hand-overs/custody-relay.service.js';
import { HandOverAcceptances } from './hand-overs/hand-over-acceptances.service.js';
import { HandOverDesk } from './hand-overs/hand-over-desk.service.js';
import { HandOverFiling } from './hand-overs/hand-over-filing.service.js';
import { HandOverOffers } from './hand-overs/hand-over-offers.service.js';
import { HandOver } from './hand-overs/hand-over.entity.js';
import { HandOverRepository } from './hand-overs/hand-over.repository.js';
import { HandOversController } from './hand-overs/hand-overs.controller.js';
import { HandOversReader } from './hand-overs/hand-overs.reader.js';
import { Receivers } from './hand-overs/receivers.service.js';
import { Handovers } from './handovers.service.js';
import { CustodyPapers } from './papers/custody-papers.service.js';
import { CustodyPhoto } from './papers/custody-photo.entity.js';
import { CustodyPhotos } from './papers/custody-photos.service.js';
import { CustodySignature } from './papers/custody-signature.entity.js';
import { PaperRepository } from './papers/paper.repository.js';
import { SignaturesService } from './papers/signatures.service.js';

export const CUSTODY_ENTITIES = [
  Custody,
  CustodySignature,
  CustodyPhoto,
  ChecklistTemplateRow,
  CustodyChecklist,
  HandOver,
];

export const CUSTODY_CONTROLLERS = [CheckOutsController, ChecklistsController, HandOversController];

const CHECKLISTS = [AnsweredChecklists, ChecklistRepository, ChecklistsService, DeviceConcern, PreparedChecklists];
const HAND_OVERS = [
  CustodyRelay,
  HandOverAcceptances,
  HandOverDesk,
  HandOverFiling,
  HandOverOffers,
  HandOverRepository,
  HandOversReader,
  Receivers,
];
const PAPERS = [CustodyPapers, CustodyPhotos, PaperRepository, SignaturesService];

export const CUSTODY_PROVIDERS = [
  ...CHECKLISTS,
  ...PAPERS,
  ...HAND_OVERS,
  AfterReturn,
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
