import { Module } from '@nestjs/common';
import { CaseOverviewModule } from './cases/case-overview.module.js';

@Module({ imports: [CaseOverviewModule] })
export class CatalogueModule {}
