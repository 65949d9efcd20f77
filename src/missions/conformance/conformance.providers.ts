import { ConformanceController } from './conformance.controller.js';
import { ConformanceService } from './conformance.service.js';
import { FlightAlarm } from './flight-alarm.service.js';
import { FlightAlert } from './flight-alert.entity.js';
import { FlightAlertFeed } from './flight-alert.feed.js';
import { FlightAlertRepository } from './flight-alert.repository.js';
import { FlightAlerts } from './flight-alerts.service.js';
import { FlightTurns } from './flight-turns.service.js';
import { FlyingRepository } from './flying.repository.js';
import { OutcomeRecorder } from './outcome.recorder.js';
import { PlannedTakeOffs } from './planned-take-offs.service.js';
import { UnplannedFlights } from './unplanned-flights.service.js';
import { UnwatchedFlights } from './unwatched-flights.service.js';

export const CONFORMANCE_ENTITIES = [FlightAlert];
export const CONFORMANCE_CONTROLLERS = [ConformanceController];
export const CONFORMANCE_PROVIDERS = [
  ConformanceService,
  FlightAlarm,
  FlightAlertFeed,
  FlightAlertRepository,
  FlightAlerts,
  FlightTurns,
  FlyingRepository,
  OutcomeRecorder,
  PlannedTakeOffs,
  UnplannedFlights,
  UnwatchedFlights,
];
