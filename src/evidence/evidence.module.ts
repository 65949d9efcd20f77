import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.js';
import { EquipmentModule } from '../equipment/index.js';
import { IdentityModule } from '../identity/index.js';
import { MissionsModule } from '../missions/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { AttachmentService } from './cases/attachment.service.js';
import { CaseEvidenceController } from './cases/case-evidence.controller.js';
import { CaseEvidence } from './cases/case-evidence.entity.js';
import { CaseEvidenceRepository } from './cases/case-evidence.repository.js';
import { CaseEvidenceReader } from './cases/case-evidence.reader.js';
import { CaseEvidenceService } from './cases/case-evidence.service.js';
import { ChainService } from './chain/chain.service.js';
import { DeviceFinder } from './chain/device.finder.js';
import { EvidenceLink } from './chain/evidence-link.entity.js';
import { EvidenceLinkRepository } from './chain/evidence-link.repository.js';
import { OriginService } from './chain/origin.service.js';
import { OwnOrigins } from './chain/own-origins.js';
import { SurroundingsReader } from './chain/surroundings.reader.js';
import { CLAIM_CONTROLLERS, CLAIM_PROVIDERS } from './claims/claims.providers.js';
import { COMPLETENESS_CONTROLLERS, COMPLETENESS_PROVIDERS } from './completeness/completeness.providers.js';
import { CorroborationRun } from './corroboration/corroboration.entity.js';
import { CorroborationRecorder } from './corroboration/corroboration.recorder.js';
import { CorroborationRepository } from './corroboration/corroboration.repository.js';
import { CorroborationService } from './corroboration/corroboration.service.js';
import { PreviewLight } from './corroboration/preview-light.js';
import { CustodyEvent } from './custody/custody-event.entity.js';
import { CustodyLog } from './custody/custody-log.js';
import { FOOTPRINT_ENTITIES, FOOTPRINT_PROVIDERS } from './footprint/footprint.providers.js';
import { EvidenceJournal } from './evidence.journal.js';
import { ArrivalReader } from './intake/arrival.reader.js';
import { IntakeRights } from './intake/intake.rights.js';
import { IntakeService } from './intake/intake.service.js';
import { ItemRecorder } from './intake/item.recorder.js';
import { EvidenceQuarantine } from './intake/quarantine.entity.js';
import { QuarantineService } from './intake/quarantine.service.js';
import { Registrar } from './intake/registrar.js';
import { TrackHandover } from './intake/track.handover.js';
import { GatewayMedia } from './media/gateway-media.service.js';
import { MediaArrivalReader } from './media/media-arrival.reader.js';
import { MediaDestinations } from './media/media-destination.service.js';
import { MediaIntake } from './media/media-intake.service.js';
import { MediaRecords } from './media/media-records.service.js';
import { MediaRepository } from './media/media.repository.js';
import { PilotMediaController } from './media/pilot-media.controller.js';
import { PilotMedia } from './media/pilot-media.service.js';
import { UnreportedMedia } from './media/unreported-media.js';
import { PilotMediaTools } from './media/pilot-media.tools.js';
import { DossierReader } from './items/dossier.reader.js';
import { EvidenceClaim } from './items/evidence-claim.entity.js';
import { EvidenceItem } from './items/evidence-item.entity.js';
import { EvidenceController } from './items/evidence.controller.js';
import { EvidenceRepository } from './items/evidence.repository.js';
import { EvidenceService } from './items/evidence.service.js';
import { ItemAccess } from './items/item-access.js';
import { ItemChecksReader } from './items/item-checks.reader.js';
import { ItemController } from './items/item.controller.js';
import { ItemFiles } from './items/item-files.service.js';
import { ItemPages } from './items/item-pages.service.js';
import { ReaderSights } from './items/reader-sight.service.js';
import { RECHECK_PROVIDERS } from './rechecks/recheck.providers.js';
import { Rendition } from './renditions/rendition.entity.js';
import { RenditionFolder } from './renditions/rendition.folder.js';
import { RenditionJobs } from './renditions/rendition.jobs.js';
import { RenditionRepository } from './renditions/rendition.repository.js';
import { RenditionsService } from './renditions/renditions.service.js';

const ENTITIES = [
  EvidenceItem,
  EvidenceClaim,
  Rendition,
  CaseEvidence,
  EvidenceLink,
  CustodyEvent,
  CorroborationRun,
  EvidenceQuarantine,
  ...FOOTPRINT_ENTITIES,
];

const INTAKE = [ArrivalReader, IntakeRights, QuarantineService, ItemRecorder, TrackHandover, Registrar, IntakeService];
const MEDIA = [
  GatewayMedia,
  MediaArrivalReader,
  MediaDestinations,
  MediaIntake,
  MediaRecords,
  MediaRepository,
  PilotMedia,
  PilotMediaTools,
  UnreportedMedia,
];
const ITEMS = [
  EvidenceRepository,
  EvidenceService,
  ItemAccess,
  ReaderSights,
  DossierReader,
  ItemChecksReader,
  ItemPages,
  ItemFiles,
];
const CHAIN = [ChainService, EvidenceLinkRepository, OriginService, OwnOrigins, DeviceFinder, SurroundingsReader];
const CORROBORATION = [CorroborationService, CorroborationRecorder, CorroborationRepository, PreviewLight];
const RENDITIONS = [RenditionsService, RenditionJobs, RenditionRepository, RenditionFolder];
const LISTS = [CaseEvidenceService, CaseEvidenceReader, CaseEvidenceRepository, AttachmentService];

@Module({
  imports: [
    TypeOrmModule.forFeature(ENTITIES),
    IdentityModule,
    CasesModule,
    EquipmentModule,
    MissionsModule,
    TelemetryModule,
  ],
  controllers: [
    EvidenceController,
    ItemController,
    CaseEvidenceController,
    PilotMediaController,
    ...CLAIM_CONTROLLERS,
    ...COMPLETENESS_CONTROLLERS,
  ],
  providers: [
    ...INTAKE,
    ...MEDIA,
    ...ITEMS,
    ...CHAIN,
    ...CORROBORATION,
    ...CLAIM_PROVIDERS,
    ...COMPLETENESS_PROVIDERS,
    ...FOOTPRINT_PROVIDERS,
    ...RECHECK_PROVIDERS,
    ...RENDITIONS,
    ...LISTS,
    CustodyLog,
    EvidenceJournal,
  ],
  exports: [EvidenceService, GatewayMedia],
})
export class EvidenceModule {}
