import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/index.js';
import { HoldingTime } from './holding-times/holding-time.entity.js';
import { HoldingTimeImport } from './holding-times/holding-time-import.service.js';
import { HoldingTimeKeeper } from './holding-times/holding-time-keeper.service.js';
import { HoldingTimeRepository } from './holding-times/holding-time.repository.js';
import { HoldingTimesController } from './holding-times/holding-times.controller.js';
import { HoldingTimes } from './holding-times/holding-times.service.js';
import { LimitImport } from './limits/limit-import.service.js';
import { LimitKeeper } from './limits/limit-keeper.service.js';
import { LimitRecord } from './limits/limit.entity.js';
import { LimitRepository } from './limits/limit.repository.js';
import { LimitsController } from './limits/limits.controller.js';
import { LimitsService } from './limits/limits.service.js';
import { ReferenceRights } from './reference-rights.service.js';
import { RowImport } from './row-import/row-import.service.js';

@Module({
  imports: [IdentityModule, TypeOrmModule.forFeature([LimitRecord, HoldingTime])],
  controllers: [LimitsController, HoldingTimesController],
  providers: [
    ReferenceRights,
    RowImport,
    LimitRepository,
    LimitKeeper,
    LimitImport,
    LimitsService,
    HoldingTimeRepository,
    HoldingTimeKeeper,
    HoldingTimeImport,
    HoldingTimes,
  ],
  exports: [LimitsService, HoldingTimes, ReferenceRights],
})
export class ReferenceModule {}
