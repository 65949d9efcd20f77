import { RenditionDiscard } from '../renditions/rendition.discard.js';
import { Burial } from './burial.js';
import { CaseClosures } from './case-closures.js';
import { DueGate } from './due.gate.js';
import { DueList } from './due.list.js';
import { DueReader } from './due.reader.js';
import { EvidenceRemoval } from './evidence-removal.entity.js';
import { EvidenceUses } from './evidence-uses.js';
import { HoldJournal } from './hold.journal.js';
import { LegalHold } from './legal-hold.entity.js';
import { LegalHoldRepository } from './legal-hold.repository.js';
import { LegalHolds } from './legal-holds.service.js';
import { RemovalBook } from './removal.book.js';
import { RemovalJournal } from './removal.journal.js';
import { RemovalReader } from './removal.reader.js';
import { RemovalRepository } from './removal.repository.js';
import { RemovalsController } from './removals.controller.js';
import { Removals } from './removals.service.js';
import { RetentionPolicies } from './retention-policies.service.js';
import { RetentionPolicy } from './retention-policy.entity.js';
import { RetentionController } from './retention.controller.js';
import { RetentionRepository } from './retention.repository.js';

export const RETENTION_ENTITIES = [LegalHold, RetentionPolicy, EvidenceRemoval];
export const RETENTION_CONTROLLERS = [RetentionController, RemovalsController];
export const RETENTION_PROVIDERS = [
  Burial,
  CaseClosures,
  DueGate,
  DueList,
  DueReader,
  EvidenceUses,
  HoldJournal,
  LegalHoldRepository,
  LegalHolds,
  RemovalBook,
  RemovalJournal,
  RemovalReader,
  RemovalRepository,
  Removals,
  RenditionDiscard,
  RetentionPolicies,
  RetentionRepository,
];
