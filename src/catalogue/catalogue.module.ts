import { Module } from '@nestjs/common';
import { EvidenceModule } from '../evidence/index.js';
import { FeatureSources } from './ogc/feature-sources.js';
import { OgcController } from './ogc/ogc.controller.js';
import { OgcFeatures } from './ogc/ogc-features.service.js';

/** The same rows for programs that speak the standards of maps. */
@Module({ imports: [EvidenceModule], controllers: [OgcController], providers: [FeatureSources, OgcFeatures] })
export class CatalogueModule {}
