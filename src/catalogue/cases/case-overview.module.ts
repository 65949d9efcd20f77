import { Module } from '@nestjs/common';
import { CasesModule } from '../../cases/index.js';
import { EvidenceModule } from '../../evidence/index.js';
import { IdentityModule } from '../../identity/index.js';
import { MissionsModule } from '../../missions/index.js';
import { CaseFieldwork } from './case-fieldwork.js';
import { CaseOverviewController } from './case-overview.controller.js';
import { CaseOverview } from './case-overview.service.js';

@Module({
  imports: [IdentityModule, CasesModule, MissionsModule, EvidenceModule],
  controllers: [CaseOverviewController],
  providers: [CaseFieldwork, CaseOverview],
})
export class CaseOverviewModule {}
