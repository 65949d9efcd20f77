import { Global, Module } from '@nestjs/common';
import { EquipmentModule } from '../equipment/index.js';
import { DOCK_READINGS } from '../missions/index.js';
import { LatestDockReadings } from './positions/dock-readings.service.js';

/** Answers the port that missions, a room to the left, asks for the weather at docks. */
@Global()
@Module({
  imports: [EquipmentModule],
  providers: [LatestDockReadings, { provide: DOCK_READINGS, useExisting: LatestDockReadings }],
  exports: [DOCK_READINGS],
})
export class DockWeatherModule {}
