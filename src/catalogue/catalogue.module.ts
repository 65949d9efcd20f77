import { Module } from '@nestjs/common';
import { EvidenceModule } from '../evidence/index.js';
import { MissionsModule } from '../missions/index.js';
import { CaseOverviewModule } from './cases/case-overview.module.js';
import { FeatureSources } from './ogc/feature-sources.js';
import { OgcController } from './ogc/ogc.controller.js';
import { OgcFeatures } from './ogc/ogc-features.service.js';

/** Looks across rooms: a case on the map and in time, and the same rows for programs that speak the standards of maps. */
@Module({
  imports: [EvidenceModule, MissionsModule, CaseOverviewModule],
  controllers: [OgcController],
  providers: [FeatureSources, OgcFeatures],
})
export class CatalogueModule {}
