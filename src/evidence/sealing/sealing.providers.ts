import { CaseSealing } from './case-sealing.service.js';
import { Corrections } from './corrections.service.js';
import { EvidenceCorrection } from './evidence-correction.entity.js';
import { EvidenceSeal } from './evidence-seal.entity.js';
import { RecordFactsReader } from './record-facts.reader.js';
import { SealDossierReader } from './seal-dossier.reader.js';
import { SealJournal } from './seal.journal.js';
import { SealRepository } from './seal.repository.js';
import { Sealer } from './sealer.js';
import { SealingController } from './sealing.controller.js';
import { SealingService } from './sealing.service.js';

export const SEALING_ENTITIES = [EvidenceSeal, EvidenceCorrection] as const;
export const SEALING_CONTROLLERS = [SealingController] as const;
export const SEALING_PROVIDERS = [
  CaseSealing,
  Corrections,
  RecordFactsReader,
  SealDossierReader,
  Sealer,
  SealingService,
  SealJournal,
  SealRepository,
] as const;
