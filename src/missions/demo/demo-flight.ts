import { Injectable } from '@nestjs/common';
import type { Polygon } from 'geojson';
import { boundingBox, type Position } from '../../geo/index.js';
import { newId, type Tx } from '../../platform/index.js';
import { Flight, FlightSortie, FlightVolume } from '../flights/flight.entity.js';
import { CANGZHOU, DemoMissionGround } from './demo-mission.ground.js';
import { DEMO_SAMPLING_FLIGHT } from './demo-samples.data.js';

const AIRCRAFT = 'matrice-300';

/** One flight of the demonstration that is over, so that a sample can say which one took it. */
@Injectable()
export class DemoFlight {
  constructor(private readonly ground: DemoMissionGround) {}

  /** Gives its id. */
  async fly(tx: Tx, over: Position): Promise<string> {
    const { purpose, fromHour, toHour, band, report } = DEMO_SAMPLING_FLIGHT;
    const pilot = await this.ground.own(tx, 'pilot');
    const { id: deviceId } = await this.ground.pool.device(tx, AIRCRAFT, CANGZHOU);
    const during = { from: this.ground.hour(fromHour), to: this.ground.hour(toHour) };
    const flight: Flight = {
      id: newId(),
      caseId: (await this.ground.case(tx)).id,
      deviceId,
      pilotId: pilot.id,
      unitId: pilot.unitId,
      purpose,
      during,
      state: 'closed',
      reminders: [],
      displaces: [],
      plannedBy: pilot.id,
      nature: 'ordinary',
      circumstances: {
        networkRelay: 'unknown',
        dangerousOrDropped: 'unknown',
        overCrowd: 'unknown',
        fromMovingVehicle: 'unknown',
        several: 'unknown',
      },
      beyondSight: 'unknown',
      surveying: 'unknown',
      takeOff: over,
      origin: 'planned',
      repeatsId: null,
      followUpOn: null,
      assessment: null,
      authority: null,
      approvalNumber: null,
      takenOffAt: during.from,
      landedAt: during.to,
      report,
      incident: null,
      createdAt: this.ground.hour(fromHour - 24),
      updatedAt: during.to,
      heardAirborneAt: null,
      takenOffFrom: null,
      version: 1,
      heldUntil: null,
      takeOffFlags: [],
      incidentStage: 0,
      incidentReportedAt: null,
      incidentReportedTo: null,
      incidentReference: null,
      incidentReportedBy: null,
    };
    await tx.repository(Flight).insert(flight);
    const geometry = squareAround(over, DEMO_SAMPLING_FLIGHT.halfSideDegrees);
    const volume = { flightId: flight.id, ordinal: 1, geometry, bbox: boundingBox(geometry), band, during };
    await tx.repository(FlightVolume).insert({ ...volume, id: newId() });
    const sortie = {
      flightId: flight.id,
      ordinal: 1,
      takenOffAt: during.from,
      landedAt: during.to,
      takenOffFrom: null,
    };
    await tx.repository(FlightSortie).insert(sortie);
    return flight.id;
  }
}

function squareAround({ lon, lat }: Position, half: number): Polygon {
  const [west, east, south, north] = [lon - half, lon + half, lat - half, lat + half];
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [corners] };
}
