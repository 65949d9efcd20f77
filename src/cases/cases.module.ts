import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/index.js';
import { CaseCourseController } from './case-course.controller.js';
import { CaseCourse } from './case-course.service.js';
import { CaseFile } from './case-file.entity.js';
import { CaseJournal } from './case.journal.js';
import { CaseStageChange } from './case-stage-change.entity.js';
import { CaseMembers } from './case-members.js';
import { CaseRepository } from './case.repository.js';
import { CasesController } from './cases.controller.js';
import { ClosedCases } from './closed-cases.js';
import { CasesService } from './cases.service.js';
import { FollowUpReminders } from './follow-up.reminders.js';
import { DemoCasesSeed } from './demo-cases.seed.js';

@Module({
  imports: [IdentityModule, TypeOrmModule.forFeature([CaseFile, CaseStageChange])],
  controllers: [CasesController, CaseCourseController],
  providers: [
    CasesService,
    ClosedCases,
    CaseJournal,
    CaseMembers,
    CaseRepository,
    CaseCourse,
    FollowUpReminders,
    DemoCasesSeed,
  ],
  exports: [CasesService, CaseCourse, ClosedCases],
})
export class CasesModule {}
