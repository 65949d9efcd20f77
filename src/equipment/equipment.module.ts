import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.js';
import { IdentityModule } from '../identity/index.js';
import { BOOKING_CONTROLLERS, BOOKING_ENTITIES, BOOKING_PROVIDERS } from './lending/bookings/booking.providers.js';
import { BookingsService } from './lending/bookings/bookings.service.js';
import { CALENDAR_CONTROLLERS, CALENDAR_PROVIDERS } from './lending/calendar/pool-calendar.providers.js';
import {
  CALIBRATION_CONTROLLERS,
  CALIBRATION_ENTITIES,
  CALIBRATION_PROVIDERS,
} from './upkeep/calibrations/calibration.providers.js';
import { DispatchPool } from './lending/dispatch/dispatch-pool.service.js';
import { CREW_CONTROLLERS, CREW_ENTITIES, CREW_PROVIDERS } from './lending/crew/crew.providers.js';
import { CUSTODY_CONTROLLERS, CUSTODY_ENTITIES, CUSTODY_PROVIDERS } from './lending/custody/custody.providers.js';
import { DAMAGE_CONTROLLERS, DAMAGE_ENTITIES, DAMAGE_PROVIDERS } from './lending/damages/damages.providers.js';
import { DemoGround } from './demo/demo-ground.js';
import { DEMO_PROVIDERS } from './demo/demo.providers.js';
import { EquipmentService } from './equipment.service.js';
import { FIGURES_CONTROLLERS, FIGURES_PROVIDERS } from './figures/figures.providers.js';
import { FILE_CONTROLLERS, FILE_ENTITIES, FILE_PROVIDERS } from './register/files/file.providers.js';
import { EquipmentFiles } from './register/files/equipment-files.service.js';
import { FileSights } from './register/files/file-sights.js';
import { Photos } from './register/files/photos.service.js';
import { Journal } from './journal.js';
import { LABEL_CONTROLLERS, LABEL_ENTITIES, LABEL_PROVIDERS } from './register/labels/label.providers.js';
import { LEDGER_CONTROLLERS, LEDGER_ENTITIES, LEDGER_PROVIDERS } from './register/ledger/ledger.providers.js';
import { LOAN_CONTROLLERS, LOAN_ENTITIES, LOAN_PROVIDERS } from './lending/loans/loans.providers.js';
import { LOT_CONTROLLERS, LOT_ENTITIES, LOT_PROVIDERS } from './upkeep/lots/lot.providers.js';
import { MEDIA_CONTROLLERS, MEDIA_ENTITIES, MEDIA_PROVIDERS } from './lending/media/media.providers.js';
import { PoolRights } from './pool-rights.service.js';
import { AircraftPowers } from './register/pool/aircraft-power.service.js';
import { POOL_CONTROLLERS, POOL_ENTITIES, POOL_PROVIDERS } from './register/pool/pool.providers.js';
import { REGISTRY_CONTROLLERS, REGISTRY_ENTITIES, REGISTRY_PROVIDERS } from './register/registry/registry.providers.js';
import {
  STOCK_TAKE_CONTROLLERS,
  STOCK_TAKE_ENTITIES,
  STOCK_TAKE_PROVIDERS,
} from './register/stock-takes/stock-take.providers.js';
import { UPKEEP_CONTROLLERS, UPKEEP_ENTITIES, UPKEEP_PROVIDERS } from './upkeep/maintenance/upkeep.providers.js';

const ENTITIES = [
  ...POOL_ENTITIES,
  ...REGISTRY_ENTITIES,
  ...FILE_ENTITIES,
  ...CALIBRATION_ENTITIES,
  ...BOOKING_ENTITIES,
  ...CREW_ENTITIES,
  ...CUSTODY_ENTITIES,
  ...MEDIA_ENTITIES,
  ...LOAN_ENTITIES,
  ...DAMAGE_ENTITIES,
  ...LOT_ENTITIES,
  ...UPKEEP_ENTITIES,
  ...STOCK_TAKE_ENTITIES,
  ...LEDGER_ENTITIES,
  ...LABEL_ENTITIES,
];

@Module({
  imports: [IdentityModule, CasesModule, TypeOrmModule.forFeature(ENTITIES)],
  controllers: [
    ...REGISTRY_CONTROLLERS,
    // Before what answers at devices/:id.
    ...LEDGER_CONTROLLERS,
    ...POOL_CONTROLLERS,
    ...BOOKING_CONTROLLERS,
    ...CREW_CONTROLLERS,
    ...CALENDAR_CONTROLLERS,
    ...CUSTODY_CONTROLLERS,
    ...MEDIA_CONTROLLERS,
    ...LOAN_CONTROLLERS,
    ...DAMAGE_CONTROLLERS,
    ...CALIBRATION_CONTROLLERS,
    ...LOT_CONTROLLERS,
    ...UPKEEP_CONTROLLERS,
    ...FILE_CONTROLLERS,
    ...LABEL_CONTROLLERS,
    ...STOCK_TAKE_CONTROLLERS,
    ...FIGURES_CONTROLLERS,
  ],
  providers: [
    ...POOL_PROVIDERS,
    ...REGISTRY_PROVIDERS,
    ...FILE_PROVIDERS,
    ...CALIBRATION_PROVIDERS,
    ...BOOKING_PROVIDERS,
    ...CREW_PROVIDERS,
    ...CALENDAR_PROVIDERS,
    ...CUSTODY_PROVIDERS,
    ...MEDIA_PROVIDERS,
    ...LOAN_PROVIDERS,
    ...DAMAGE_PROVIDERS,
    ...LOT_PROVIDERS,
    ...UPKEEP_PROVIDERS,
    ...LABEL_PROVIDERS,
    ...STOCK_TAKE_PROVIDERS,
    ...LEDGER_PROVIDERS,
    ...FIGURES_PROVIDERS,
    ...DEMO_PROVIDERS,
    EquipmentService,
    Journal,
    PoolRights,
  ],
  exports: [
    AircraftPowers,
    DemoGround,
    DispatchPool,
    EquipmentService,
    BookingsService,
    EquipmentFiles,
    FileSights,
    Photos,
  ],
})
export class EquipmentModule {}
