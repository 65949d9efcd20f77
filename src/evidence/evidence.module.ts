import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.js';
import { EquipmentModule } from '../equipment/index.js';
import { IdentityModule } from '../identity/index.js';
import { MissionsModule } from '../missions/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { CARDS_CONTROLLERS, CARDS_ENTITIES, CARDS_PROVIDERS } from './cards/cards.providers.js';
import { AttachmentService } from './cases/attachment.service.js';
import { CaseEvidenceController } from './cases/case-evidence.controller.js';
import { CaseEvidence } from './cases/case-evidence.entity.js';
import { CaseEvidenceRepository } from './cases/case-evidence.repository.js';
import { CaseEvidenceDetachment } from './cases/case-evidence-detachment.entity.js';
import { CaseEvidenceFacts } from './cases/case-evidence.facts.js';
import { CaseHappeningRepository } from './cases/case-happening.repository.js';
import { ListArrangement } from './cases/list-arrangement.service.js';
import { ListRights } from './cases/list-rights.js';
import { CaseEvidenceReader } from './cases/case-evidence.reader.js';
import { CaseEvidenceService } from './cases/case-evidence.service.js';
import { ChainService } from './chain/chain.service.js';
import { DeviceFinder } from './chain/device.finder.js';
import { EvidenceLink } from './chain/evidence-link.entity.js';
import { EvidenceLinkRepository } from './chain/evidence-link.repository.js';
import { LaterLinks } from './chain/later-links.js';
import { OriginService } from './chain/origin.service.js';
import { OwnOrigins } from './chain/own-origins.js';
import { SurroundingsReader } from './chain/surroundings.reader.js';
import { CLAIM_CONTROLLERS, CLAIM_PROVIDERS } from './claims/claims.providers.js';
import { COMPLETENESS_CONTROLLERS, COMPLETENESS_PROVIDERS } from './completeness/completeness.providers.js';
import { CorroborationRun } from './corroboration/corroboration.entity.js';
import { CorroborationNews } from './corroboration/corroboration.news.js';
import { CorroborationRecorder } from './corroboration/corroboration.recorder.js';
import { CorroborationRepository } from './corroboration/corroboration.repository.js';
import { CorroborationService } from './corroboration/corroboration.service.js';
import { PreviewLight } from './corroboration/preview-light.js';
import { CustodyLog } from './custody/custody-log.js';
import { FOOTPRINT_ENTITIES, FOOTPRINT_PROVIDERS } from './footprint/footprint.providers.js';
import { CUSTODY_CONTROLLERS, CUSTODY_ENTITIES, CUSTODY_PROVIDERS } from './custody/custody.providers.js';
import { LAYER_CONTROLLERS, LAYER_ENTITIES, LAYER_PROVIDERS } from './layers/layer.providers.js';
import {
  MEASUREMENT_CONTROLLERS,
  MEASUREMENT_ENTITIES,
  MEASUREMENT_PROVIDERS,
} from './measurements/measurement.providers.js';
import { SEARCH_CONTROLLERS, SEARCH_PROVIDERS } from './search/search.providers.js';
import { FootprintSearch } from './search/footprint-search.service.js';
import { EvidenceSearch } from './search/search.service.js';
import { LayersService } from './layers/layers.service.js';
import { MeasurementsService } from './measurements/measurements.service.js';
import { EvidenceJournal } from './evidence.journal.js';
import { EXPORT_CONTROLLERS, EXPORT_ENTITIES, EXPORT_PROVIDERS } from './export/export.providers.js';
import { ArrivalReader } from './intake/arrival.reader.js';
import { HandedIn } from './intake/handed-in.service.js';
import { IntakeJournal } from './intake/intake.journal.js';
import { FileCompany } from './intake/file.company.js';
import { IntakeRights } from './intake/intake.rights.js';
import { IntakeService } from './intake/intake.service.js';
import { ItemRecorder } from './intake/item.recorder.js';
import { EvidenceQuarantine } from './intake/quarantine.entity.js';
import { KeyedRegistrar } from './intake/keyed.registrar.js';
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
import { LOG_CONTROLLERS, LOG_PROVIDERS } from './log/log.providers.js';
import { DossierReader } from './items/dossier.reader.js';
import { EvidenceClaim } from './items/evidence-claim.entity.js';
import { EvidenceItem } from './items/evidence-item.entity.js';
import { EvidenceController } from './items/evidence.controller.js';
import { EvidenceRepository } from './items/evidence.repository.js';
import { EvidenceService } from './items/evidence.service.js';
import { ItemHistoryReader } from './items/item-history.reader.js';
import { ItemAccess } from './items/item-access.js';
import { ItemChecksReader } from './items/item-checks.reader.js';
import { ItemCompany } from './items/item.company.js';
import { ItemController } from './items/item.controller.js';
import { ItemFiles } from './items/item-files.service.js';
import { ItemProofController } from './items/item-proof.controller.js';
import { ItemProofs } from './items/item-proofs.service.js';
import { ItemPages } from './items/item-pages.service.js';
import { ReaderSights } from './items/reader-sight.service.js';
import { RECHECK_PROVIDERS } from './rechecks/recheck.providers.js';
import { RASTER_CONTROLLERS, RASTER_PROVIDERS } from './rasters/raster.providers.js';
import { READINGS_ENTITIES, READINGS_PROVIDERS } from './readings/readings.providers.js';
import { Rendition } from './renditions/rendition.entity.js';
import { RenditionFolder } from './renditions/rendition.folder.js';
import { RenditionJobs } from './renditions/rendition.jobs.js';
import { RenditionRepository } from './renditions/rendition.repository.js';
import { RenditionSource } from './renditions/rendition.source.js';
import { RenditionsService } from './renditions/renditions.service.js';
import { RETENTION_CONTROLLERS, RETENTION_ENTITIES, RETENTION_PROVIDERS } from './retention/retention.providers.js';
import { SWEEP_CONTROLLERS, SWEEP_ENTITIES, SWEEP_PROVIDERS } from './sweep/sweep.providers.js';
import { PAIR_CONTROLLERS, PAIR_ENTITIES, PAIR_PROVIDERS } from './pairs/pair.providers.js';
import { SEALING_CONTROLLERS, SEALING_ENTITIES, SEALING_PROVIDERS } from './sealing/sealing.providers.js';
import {
  SITE_RECORD_CONTROLLERS,
  SITE_RECORD_ENTITIES,
  SITE_RECORD_PROVIDERS,
} from './site-records/site-record.providers.js';
import { SETS_ENTITIES, SETS_PROVIDERS } from './sets/sets.providers.js';
import { UPLOADS_CONTROLLERS, UPLOADS_ENTITIES, UPLOADS_PROVIDERS } from './uploads/uploads.providers.js';

const ENTITIES = [
  ...RETENTION_ENTITIES,
  ...SWEEP_ENTITIES,
  EvidenceItem,
  EvidenceClaim,
  Rendition,
  CaseEvidence,
  EvidenceLink,
  ...CUSTODY_ENTITIES,
  CorroborationRun,
  EvidenceQuarantine,
  ...EXPORT_ENTITIES,
  CaseEvidenceDetachment,
  ...SITE_RECORD_ENTITIES,
  ...SEALING_ENTITIES,
  ...FOOTPRINT_ENTITIES,
  ...PAIR_ENTITIES,
  ...CARDS_ENTITIES,
  ...READINGS_ENTITIES,
  ...SETS_ENTITIES,
  ...UPLOADS_ENTITIES,
  ...LAYER_ENTITIES,
  ...MEASUREMENT_ENTITIES,
];

const INTAKE = [
  ArrivalReader,
  IntakeRights,
  QuarantineService,
  ItemRecorder,
  TrackHandover,
  IntakeJournal,
  KeyedRegistrar,
  FileCompany,
  Registrar,
  IntakeService,
  HandedIn,
];
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
  ItemHistoryReader,
  ItemChecksReader,
  ItemCompany,
  ItemProofs,
  ItemPages,
  ItemFiles,
];
const CHAIN = [
  ChainService,
  EvidenceLinkRepository,
  LaterLinks,
  OriginService,
  OwnOrigins,
  DeviceFinder,
  SurroundingsReader,
];
const CORROBORATION = [
  CorroborationService,
  CorroborationRecorder,
  CorroborationNews,
  CorroborationRepository,
  PreviewLight,
];
const RENDITIONS = [RenditionsService, RenditionJobs, RenditionRepository, RenditionFolder, RenditionSource];
const LISTS = [
  CaseEvidenceService,
  CaseEvidenceReader,
  CaseEvidenceRepository,
  AttachmentService,
  ListArrangement,
  ListRights,
];

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
    // Before the routes of one item: `search` is no id.
    ...SEARCH_CONTROLLERS,
    ItemController,
    ...RASTER_CONTROLLERS,
    CaseEvidenceController,
    PilotMediaController,
    ...EXPORT_CONTROLLERS,
    ...LOG_CONTROLLERS,
    ...CUSTODY_CONTROLLERS,
    ...RETENTION_CONTROLLERS,
    ...SWEEP_CONTROLLERS,
    ...SITE_RECORD_CONTROLLERS,
    ...SEALING_CONTROLLERS,
    ...PAIR_CONTROLLERS,
    ...CARDS_CONTROLLERS,
    ...UPLOADS_CONTROLLERS,
    ...LAYER_CONTROLLERS,
    ...MEASUREMENT_CONTROLLERS,
    ItemProofController,
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
    ...EXPORT_PROVIDERS,
    ...SITE_RECORD_PROVIDERS,
    ...SEALING_PROVIDERS,
    ...PAIR_PROVIDERS,
    CaseEvidenceFacts,
    CaseHappeningRepository,
    ...LOG_PROVIDERS,
    ...RETENTION_PROVIDERS,
    ...SWEEP_PROVIDERS,
    ...CARDS_PROVIDERS,
    ...READINGS_PROVIDERS,
    ...RASTER_PROVIDERS,
    ...SETS_PROVIDERS,
    ...UPLOADS_PROVIDERS,
    ...LAYER_PROVIDERS,
    ...MEASUREMENT_PROVIDERS,
    ...SEARCH_PROVIDERS,
    CustodyLog,
    ...CUSTODY_PROVIDERS,
    EvidenceJournal,
  ],
  exports: [
    CaseEvidenceFacts,
    EvidenceSearch,
    EvidenceService,
    FootprintSearch,
    GatewayMedia,
    HandedIn,
    LayersService,
    MeasurementsService,
  ],
})
export class EvidenceModule {}
