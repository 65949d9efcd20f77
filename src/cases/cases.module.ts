import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/index.js';
import { CaseFile } from './case-file.entity.js';
import { CaseJournal } from './case.journal.js';
import { CaseMembers } from './case-members.js';
import { CaseRepository } from './case.repository.js';
import { CasesController } from './cases.controller.js';
import { ClosedCases } from './closed-cases.js';
import { CasesService } from './cases.service.js';
import { DemoCasesSeed } from './demo-cases.seed.js';

@Module({
  imports: [IdentityModule, TypeOrmModule.forFeature([CaseFile])],
  controllers: [CasesController],
  providers: [CasesService, ClosedCases, CaseJournal, CaseMembers, CaseRepository, DemoCasesSeed],
  exports: [CasesService, ClosedCases],
})
export class CasesModule {}
