import { Alternatives } from '../alternatives/alternatives.service.js';
import { Wishes } from '../alternatives/wishes.service.js';
import { ApprovalsController } from '../approvals/approvals.controller.js';
import { Approvals } from '../approvals/approvals.service.js';
import { LoanRequests } from '../approvals/loan-requests.service.js';
import { LoanTerms } from '../approvals/loan-terms.service.js';
import { BookingChangesController } from '../booking-changes/booking-changes.controller.js';
import { BookingChanges } from '../booking-changes/booking-changes.service.js';
import { Cancellations } from '../booking-changes/cancellations.service.js';
import { RebookingRepository } from '../booking-changes/rebooking.repository.js';
import { Rebookings } from '../booking-changes/rebookings.service.js';
import { BookingDesk } from '../booking-record/booking-desk.service.js';
import { BookingReader } from '../booking-record/booking-reader.service.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import { DispatchFacts } from '../dispatch/dispatch-facts.js';
import { DispatchPool } from '../dispatch/dispatch-pool.service.js';
import { Holds } from '../lapses/holds.service.js';
import { LapseJobs } from '../lapses/lapse.jobs.js';
import { LapseRepository } from '../lapses/lapse.repository.js';
import { NextBorrowers } from '../lapses/next-borrowers.service.js';
import { NoShows } from '../lapses/no-shows.service.js';
import { Overdues } from '../lapses/overdues.service.js';
import { Preemptions } from '../preemption/preemptions.service.js';
import { Booking, BookingLine } from './booking.entity.js';
import { BookingRepository } from './booking.repository.js';
import { BookingsController } from './bookings.controller.js';
import { BookingsService } from './bookings.service.js';
import { BookingsWithin } from './bookings-within.service.js';
import { Company } from './company.service.js';
import { Conflicts } from './conflicts.service.js';
import { LoanReaches } from './loan-reach.service.js';
import { ReservationRepository } from './reservation.repository.js';
import { Reservations } from './reservations.service.js';

export const BOOKING_ENTITIES = [Booking, BookingLine];

export const BOOKING_CONTROLLERS = [BookingsController, BookingChangesController, ApprovalsController];

export const BOOKING_PROVIDERS = [
  Alternatives,
  Approvals,
  BookingChanges,
  BookingDesk,
  BookingReader,
  BookingRecord,
  BookingRepository,
  BookingStates,
  BookingsService,
  BookingsWithin,
  Cancellations,
  Company,
  Conflicts,
  DispatchFacts,
  DispatchPool,
  Holds,
  LapseJobs,
  LapseRepository,
  LoanReaches,
  LoanRequests,
  LoanTerms,
  NextBorrowers,
  NoShows,
  Overdues,
  Preemptions,
  RebookingRepository,
  Rebookings,
  ReservationRepository,
  Reservations,
  Wishes,
];
