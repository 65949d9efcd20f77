import { ApplicationAircraft, ApplicationPapers, ApplicationRecords } from './assessment/application-papers.service.js';
import { FlightAmendments } from './planning/flight-amendments.service.js';
import { FlightAreas } from './flight-areas.service.js';
import { FlightAssessor } from './assessment/flight-assessor.service.js';
import { FlightDecisions } from './flying/flight-decisions.service.js';
import { FlightDrafts } from './planning/flight-drafts.service.js';
import { FlightFiling } from './planning/flight-filing.service.js';
import { FlightHoldJobs } from './flying/flight-hold.jobs.js';
import { FlightIncidents } from './flying/flight-incidents.service.js';
import { FlightLegs } from './flying/flight-legs.service.js';
import { FlightMover } from './flying/flight-mover.service.js';
import { FlightOutlook } from './assessment/flight-outlook.service.js';
import { FlightPlanning } from './planning/flight-planning.service.js';
import { FlightPlansController } from './planning/flight-plans.controller.js';
import { FlightProgress } from './flying/flight-progress.service.js';
import { FlightResumption } from './flying/flight-resumption.service.js';
import { FlightSortieRepository } from './flying/flight-sortie.repository.js';
import { FlightSpace } from './planning/flight-space.service.js';
import { FlightStepsController } from './flying/flight-steps.controller.js';
import { FlightEntitlement } from './assessment/flight.entitlement.js';
import { Flight, FlightDecision, FlightSortie, FlightVolume } from './flight.entity.js';
import { FlightFinder } from './flight.finder.js';
import { FlightRepository } from './flight.repository.js';
import { FlightSight } from './flight.sight.js';
import { FlightsController } from './flights.controller.js';
import { FlightsService } from './flights.service.js';
import { FlyAgain } from './planning/fly-again.service.js';
import { FlyNow } from './planning/fly-now.service.js';
import { IncidentJobs } from './flying/incident.jobs.js';
import { TakeOffWatch } from './flying/take-off-watch.service.js';

export const FLIGHT_ENTITIES = [Flight, FlightVolume, FlightDecision, FlightSortie];
export const FLIGHT_CONTROLLERS = [FlightsController, FlightPlansController, FlightStepsController];
export const FLIGHT_PROVIDERS = [
  ApplicationAircraft,
  ApplicationPapers,
  ApplicationRecords,
  FlightAmendments,
  FlightAreas,
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
