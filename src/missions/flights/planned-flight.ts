import type { Polygon } from 'geojson';
import type { Occupation } from '../../geo/index.js';
import type { FlightToAssess } from './assessment/flight-assessor.service.js';
import type { Flight, FlightVolume } from './flight.entity.js';

/** A flight with its volumes, as one reads it. */
export interface PlannedFlight {
  readonly flight: Flight;
  readonly volumes: readonly FlightVolume[];
}

/** An outline between two heights above ground. */
export interface PlannedVolume {
  readonly geometry: Polygon;
  readonly lowerMetres: number;
  readonly upperMetres: number;
}

/** What is asked of the rules of the air about it; undefined where nobody or nothing flies. */
export function toAsked(planned: PlannedFlight): FlightToAssess | undefined {
  const { deviceId, pilotId, unitId, nature, circumstances, beyondSight, surveying, takeOff } = planned.flight;
  if (deviceId === null || pilotId === null || planned.volumes.length === 0) return undefined;
  const who = {
    flightId: planned.flight.id,
    deviceId,
    pilotId,
    unitId,
    nature,
    circumstances,
    beyondSight,
    surveying,
    takeOff,
  };
  return { ...toOccupation(planned), ...who };
}

/** What the flight takes up. */
export function toOccupation({ flight, volumes }: PlannedFlight): Occupation {
  return { during: flight.during, volumes: volumes.map(toVolume) };
}

export function toVolume({ geometry, band }: FlightVolume): PlannedVolume {
  if (band.upperMetres === undefined) throw new Error('the volume of a flight has no top');
  return { geometry, lowerMetres: band.lowerMetres, upperMetres: band.upperMetres };
}
