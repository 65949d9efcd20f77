import { JourneyEnds } from './journey-ends.service.js';
import { JourneySteps } from './journey-steps.service.js';
import { JourneyJournal } from './journey.journal.js';
import { LoanAdvances } from './loan-advances.service.js';
import { LoanDesk } from './loan-desk.service.js';
import { LoanPreparations } from './loan-preparations.service.js';
import { LoanSlips } from './loan-slips.service.js';
import { LoanJourney, LoanStep, LoanStepPhoto } from './loan.entity.js';
import { LoanReader } from './loan.reader.js';
import { LoanRepository } from './loan.repository.js';
import { LoansController } from './loans.controller.js';
import { WhereaboutsReader } from './whereabouts.reader.js';

export const LOAN_ENTITIES = [LoanJourney, LoanStep, LoanStepPhoto];

export const LOAN_CONTROLLERS = [LoansController];

export const LOAN_PROVIDERS = [
  JourneyEnds,
  JourneyJournal,
  JourneySteps,
  LoanAdvances,
  LoanDesk,
  LoanPreparations,
  LoanReader,
  LoanRepository,
  LoanSlips,
  WhereaboutsReader,
];
