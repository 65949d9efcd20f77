import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.js';
import { EquipmentModule } from '../equipment/index.js';
import { IdentityModule } from '../identity/index.js';
import { ReferenceModule } from '../reference/index.js';
import { AIRSPACE_CONTROLLERS, AIRSPACE_ENTITIES, AIRSPACE_PROVIDERS } from './airspace/airspace.providers.js';
import { MISSION_CALENDAR_CONTROLLERS, MISSION_CALENDAR_PROVIDERS } from './calendar/mission-calendar.providers.js';
import { MISSION_DEMO_PROVIDERS } from './demo/demo.providers.js';
import {
  CONFORMANCE_CONTROLLERS,
  CONFORMANCE_ENTITIES,
  CONFORMANCE_PROVIDERS,
} from './conformance/conformance.providers.js';
import { ConformanceService } from './conformance/conformance.service.js';
import { FlightAlertFeed } from './conformance/flight-alert.feed.js';
import { FlightTurns } from './conformance/flight-turns.service.js';
import { UnwatchedFlights } from './conformance/unwatched-flights.service.js';
import { FEASIBILITY_PROVIDERS } from './feasibility/feasibility.providers.js';
import { FlightAreas } from './flights/flight-areas.service.js';
import { FLIGHT_CONTROLLERS, FLIGHT_ENTITIES, FLIGHT_PROVIDERS } from './flights/flight.providers.js';
import { CaseMissions } from './case-missions.service.js';
import { MissionJournal } from './mission.journal.js';
import { MissionsService } from './missions.service.js';
import { FlightTasks } from './waylines/tasks/flight-tasks.service.js';
import { WAYLINE_CONTROLLERS, WAYLINE_ENTITIES, WAYLINE_PROVIDERS } from './waylines/wayline.providers.js';
import {
  RAPID_TEST_CONTROLLERS,
  RAPID_TEST_ENTITIES,
  RAPID_TEST_PROVIDERS,
} from './rapid-tests/rapid-test.providers.js';
import { REQUEST_CONTROLLERS, REQUEST_ENTITIES, REQUEST_PROVIDERS } from './requests/request.providers.js';
import { SAMPLE_CONTROLLERS, SAMPLE_ENTITIES, SAMPLE_PROVIDERS } from './samples/sample.providers.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...FLIGHT_ENTITIES,
      ...AIRSPACE_ENTITIES,
      ...RAPID_TEST_ENTITIES,
      ...SAMPLE_ENTITIES,
      ...WAYLINE_ENTITIES,
      ...CONFORMANCE_ENTITIES,
      ...REQUEST_ENTITIES,
    ]),
    IdentityModule,
    ReferenceModule,
    CasesModule,
    EquipmentModule,
  ],
  controllers: [
    ...FLIGHT_CONTROLLERS,
    ...AIRSPACE_CONTROLLERS,
    ...RAPID_TEST_CONTROLLERS,
    ...SAMPLE_CONTROLLERS,
    ...WAYLINE_CONTROLLERS,
    ...CONFORMANCE_CONTROLLERS,
    ...REQUEST_CONTROLLERS,
    ...MISSION_CALENDAR_CONTROLLERS,
  ],
  providers: [
    MissionJournal,
    ...FLIGHT_PROVIDERS,
    ...AIRSPACE_PROVIDERS,
    ...RAPID_TEST_PROVIDERS,
    ...SAMPLE_PROVIDERS,
    ...MISSION_CALENDAR_PROVIDERS,
    MissionsService,
    CaseMissions,
    ...WAYLINE_PROVIDERS,
    ...CONFORMANCE_PROVIDERS,
    ...REQUEST_PROVIDERS,
    ...FEASIBILITY_PROVIDERS,
    ...MISSION_DEMO_PROVIDERS,
  ],
  exports: [
    MissionsService,
    CaseMissions,
    FlightAreas,
    ConformanceService,
    FlightAlertFeed,
    FlightTasks,
    FlightTurns,
    UnwatchedFlights,
  ],
})
export class MissionsModule {}
