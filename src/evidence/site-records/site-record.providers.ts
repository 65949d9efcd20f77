import { RecordNames } from './papers/record-names.js';
import { SiteRecordPapers } from './papers/site-record-papers.service.js';
import { SignerNames } from './signer-names.js';
import { SiteRecordConclusion } from './site-record.conclusion.js';
import { SiteRecordController } from './site-record.controller.js';
import { SiteRecordDesk } from './site-record.desk.js';
import { SiteRecordSignature } from './site-record-signature.entity.js';
import { SiteRecord } from './site-record.entity.js';
import { SiteRecordIntake } from './site-record.intake.js';
import { SiteRecordReader } from './site-record.reader.js';
import { SiteRecordRepository } from './site-record.repository.js';
import { SiteRecordSigning } from './site-record.signing.js';

export const SITE_RECORD_ENTITIES = [SiteRecord, SiteRecordSignature] as const;
export const SITE_RECORD_CONTROLLERS = [SiteRecordController] as const;
export const SITE_RECORD_PROVIDERS = [
  RecordNames,
  SignerNames,
  SiteRecordConclusion,
  SiteRecordDesk,
  SiteRecordIntake,
  SiteRecordPapers,
  SiteRecordReader,
  SiteRecordRepository,
  SiteRecordSigning,
] as const;
