import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.js';
import { IdentityModule } from '../identity/index.js';
import { Alternatives } from './alternatives/alternatives.service.js';
import { Wishes } from './alternatives/wishes.service.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { Approvals } from './approvals/approvals.service.js';
import { LoanRequests } from './approvals/loan-requests.service.js';
import { LoanTerms } from './approvals/loan-terms.service.js';
import { BookingChangesController } from './booking-changes/booking-changes.controller.js';
import { BookingChanges } from './booking-changes/booking-changes.service.js';
import { Cancellations } from './booking-changes/cancellations.service.js';
import { RebookingRepository } from './booking-changes/rebooking.repository.js';
import { Rebookings } from './booking-changes/rebookings.service.js';
import { BookingDesk } from './booking-record/booking-desk.service.js';
import { BookingReader } from './booking-record/booking-reader.service.js';
import { BookingRecord } from './booking-record/booking-record.service.js';
import { BookingStates } from './booking-record/booking-states.service.js';
import { Booking, BookingLine } from './bookings/booking.entity.js';
import { BookingRepository } from './bookings/booking.repository.js';
import { BookingsController } from './bookings/bookings.controller.js';
import { BookingsService } from './bookings/bookings.service.js';
import { Company } from './bookings/company.service.js';
import { Conflicts } from './bookings/conflicts.service.js';
import { LoanReaches } from './bookings/loan-reach.service.js';
import { ReservationRepository } from './bookings/reservation.repository.js';
import { Reservations } from './bookings/reservations.service.js';
import { PoolCalendarRepository } from './calendar/pool-calendar.repository.js';
import { PoolCalendarsController } from './calendar/pool-calendars.controller.js';
import { PoolCalendarSource } from './calendar/pool-calendar.source.js';
import { PoolCalendars } from './calendar/pool-calendars.service.js';
import { Calibration } from './calibrations/calibration.entity.js';
import { CalibrationRepository } from './calibrations/calibration.repository.js';
import { CalibrationsController } from './calibrations/calibrations.controller.js';
import { CalibrationsService } from './calibrations/calibrations.service.js';
import { CustodyReader } from './custody/custody-reader.service.js';
import { Custody } from './custody/custody.entity.js';
import { CustodyRepository } from './custody/custody.repository.js';
import { BookingPerson } from './crew/booking-person.entity.js';
import { CrewBoard } from './crew/crew-board.service.js';
import { CrewController } from './crew/crew.controller.js';
import { CrewRepository } from './crew/crew.repository.js';
import { Crew } from './crew/crew.service.js';
import { CUSTODY_CONTROLLERS, CUSTODY_ENTITIES, CUSTODY_PROVIDERS } from './custody/custody.providers.js';
import { EquipmentSeed } from './demo/equipment.seed.js';
import { EquipmentService } from './equipment.service.js';
import { FIGURES_CONTROLLERS, FIGURES_PROVIDERS } from './figures/figures.providers.js';
import { EquipmentFile } from './files/equipment-file.entity.js';
import { EquipmentFileRepository } from './files/equipment-file.repository.js';
import { EquipmentFilesController } from './files/equipment-files.controller.js';
import { EquipmentFiles } from './files/equipment-files.service.js';
import { FileIntake } from './files/file-intake.service.js';
import { FileSights } from './files/file-sights.js';
import { Photos } from './files/photos.service.js';
import { Journal } from './journal.js';
import { Holds } from './lapses/holds.service.js';
import { LapseJobs } from './lapses/lapse.jobs.js';
import { LapseRepository } from './lapses/lapse.repository.js';
import { NextBorrowers } from './lapses/next-borrowers.service.js';
import { NoShows } from './lapses/no-shows.service.js';
import { Overdues } from './lapses/overdues.service.js';
import { LabelDevices } from './labels/label-devices.service.js';
import { LabelTexts } from './labels/label-texts.service.js';
import { LabelRepository } from './labels/label.repository.js';
import { LabelsController } from './labels/labels.controller.js';
import { LabelsService } from './labels/labels.service.js';
import { ScansController } from './labels/scans.controller.js';
import { ScansService } from './labels/scans.service.js';
import { BookingLot, KitKind, Lot, LotMovement } from './lots/lot.entity.js';
import { LotRepository } from './lots/lot.repository.js';
import { LotsController } from './lots/lots.controller.js';
import { LotsService } from './lots/lots.service.js';
import { MEDIA_CONTROLLERS, MEDIA_ENTITIES, MEDIA_PROVIDERS } from './media/media.providers.js';
import { DeviceChanges } from './registry/device-changes.service.js';
import { DeviceKeeper } from './registry/device-keeper.js';
import { DeviceLocker } from './registry/device-locker.js';
import { DeviceRegistrar } from './registry/device-registrar.service.js';
import { DeviceStates } from './registry/device-states.service.js';
import { KindRepository } from './registry/kind.repository.js';
import { KindsController } from './registry/kinds.controller.js';
import { KindsService } from './registry/kinds.service.js';
import { RegisterController } from './registry/register.controller.js';
import { RegisterService } from './registry/register.service.js';
import { RegisterRepository } from './registry/register.repository.js';
import { PoolRights } from './pool-rights.service.js';
import { DeviceDetails } from './pool/device-details.service.js';
import { DeviceKind } from './pool/device-kind.entity.js';
import { DeviceKindsController } from './pool/device-kinds.controller.js';
import { DeviceUsage } from './pool/device-usage.entity.js';
import { Device } from './pool/device.entity.js';
import { DeviceRepository } from './pool/device.repository.js';
import { DeviceSelections } from './pool/device-selections.service.js';
import { DevicesController } from './pool/devices.controller.js';
import { DevicesService } from './pool/devices.service.js';
import { Preemptions } from './preemption/preemptions.service.js';

const BOOKING_LIFE = [
  Alternatives,
  Approvals,
  BookingChanges,
  BookingDesk,
  BookingReader,
  BookingRecord,
  BookingStates,
  Cancellations,
  Holds,
  LapseJobs,
  LapseRepository,
  LoanRequests,
  LoanTerms,
  NextBorrowers,
  NoShows,
  Overdues,
  Preemptions,
  RebookingRepository,
  Rebookings,
  Wishes,
];

const ENTITIES = [
  DeviceKind,
  Device,
  DeviceUsage,
  Calibration,
  Booking,
  BookingLine,
  BookingPerson,
  Custody,
  ...CUSTODY_ENTITIES,
  ...MEDIA_ENTITIES,
  KitKind,
  Lot,
  BookingLot,
  LotMovement,
  EquipmentFile,
];

const FILES = [EquipmentFileRepository, EquipmentFiles, FileIntake, FileSights, Photos];
const REGISTRY = [
  KindRepository,
  KindsService,
  RegisterRepository,
  DeviceLocker,
  DeviceKeeper,
  DeviceRegistrar,
  DeviceChanges,
  DeviceStates,
  RegisterService,
];
const LABELS = [DeviceSelections, LabelDevices, LabelRepository, LabelsService, LabelTexts, ScansService];

@Module({
  imports: [IdentityModule, CasesModule, TypeOrmModule.forFeature(ENTITIES)],
  controllers: [
    DeviceKindsController,
    KindsController,
    RegisterController,
    DevicesController,
    BookingsController,
    CrewController,
    PoolCalendarsController,
    BookingChangesController,
    ApprovalsController,
    ...CUSTODY_CONTROLLERS,
    ...MEDIA_CONTROLLERS,
    CalibrationsController,
    LotsController,
    ...FIGURES_CONTROLLERS,
    EquipmentFilesController,
    LabelsController,
    ScansController,
  ],
  providers: [
    ...REGISTRY,
    ...FILES,
    ...BOOKING_LIFE,
    ...CUSTODY_PROVIDERS,
    ...MEDIA_PROVIDERS,
    ...LABELS,
    ...FIGURES_PROVIDERS,
    BookingRepository,
    BookingsService,
    CalibrationRepository,
    CalibrationsService,
    Company,
    Conflicts,
    Crew,
    CrewBoard,
    CrewRepository,
    CustodyReader,
    CustodyRepository,
    DeviceDetails,
    DeviceRepository,
    DevicesService,
    EquipmentSeed,
    EquipmentService,
    Journal,
    LoanReaches,
    LotRepository,
    LotsService,
    PoolCalendarRepository,
    PoolCalendarSource,
    PoolCalendars,
    PoolRights,
    ReservationRepository,
    Reservations,
  ],
  exports: [EquipmentService],
})
export class EquipmentModule {}
