import { Global, Module } from '@nestjs/common';
import { CasesModule } from '../cases/index.js';
import { CHECK_OUT_ADVISOR } from '../equipment/index.js';
import { AirspaceZoneRepository } from './airspace/zones/airspace-zone.repository.js';
import { ZoneAdvisor } from './airspace/zones/zone-advisor.service.js';
import { FlightRepository } from './flights/flight.repository.js';

/** Answers the port that equipment, a room to the left, asks when an aircraft is checked out. */
@Global()
@Module({
  imports: [CasesModule],
  providers: [
    AirspaceZoneRepository,
    FlightRepository,
    ZoneAdvisor,
    { provide: CHECK_OUT_ADVISOR, useExisting: ZoneAdvisor },
  ],
  exports: [CHECK_OUT_ADVISOR],
})
export class CheckOutAdviceModule {}
