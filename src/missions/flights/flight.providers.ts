import { ApplicationPapers, ApplicationRecords } from './application-papers.service.js';
import { FlightAmendments } from './flight-amendments.service.js';
import { FlightAssessor } from './flight-assessor.service.js';
import { FlightDecisions } from './flight-decisions.service.js';
import { FlightDrafts } from './flight-drafts.service.js';
import { FlightFiling } from './flight-filing.service.js';
import { FlightHoldJobs } from './flight-hold.jobs.js';
import { FlightIncidents } from './flight-incidents.service.js';
import { FlightLegs } from './flight-legs.service.js';
import { FlightMover } from './flight-mover.service.js';
import { FlightOutlook } from './flight-outlook.service.js';
import { FlightPlanning } from './flight-planning.service.js';
import { FlightPlansController } from './flight-plans.controller.js';
import { FlightProgress } from './flight-progress.service.js';
import { FlightResumption } from './flight-resumption.service.js';
import { FlightSortieRepository } from './flight-sortie.repository.js';
import { FlightSpace } from './flight-space.service.js';
import { FlightStepsController } from './flight-steps.controller.js';
import { FlightEntitlement } from './flight.entitlement.js';
import { Flight, FlightDecision, FlightSortie, FlightVolume } from './flight.entity.js';
import { FlightFinder } from './flight.finder.js';
import { FlightRepository } from './flight.repository.js';
import { FlightSight } from './flight.sight.js';
import { FlightsController } from './flights.controller.js';
import { FlightsService } from './flights.service.js';
import { FlyAgain } from './fly-again.service.js';
import { FlyNow } from './fly-now.service.js';
import { IncidentJobs } from './incident.jobs.js';
import { TakeOffWatch } from './take-off-watch.service.js';

export const FLIGHT_ENTITIES = [Flight, FlightVolume, FlightDecision, FlightSortie];
export const FLIGHT_CONTROLLERS = [FlightsController, FlightPlansController, FlightStepsController];
export const FLIGHT_PROVIDERS = [
  ApplicationPapers,
  ApplicationRecords,
  FlightAmendments,
  FlightAssessor,
  FlightDecisions,
  FlightDrafts,
  FlightEntitlement,
  FlightFiling,
  FlightFinder,
  FlightHoldJobs,
  FlightIncidents,
  FlightLegs,
  FlightMover,
  FlightOutlook,
  FlightPlanning,
  FlightProgress,
  FlightRepository,
  FlightResumption,
  FlightSight,
  FlightSortieRepository,
  FlightSpace,
  FlightsService,
  FlyAgain,
  FlyNow,
  IncidentJobs,
  TakeOffWatch,
];
