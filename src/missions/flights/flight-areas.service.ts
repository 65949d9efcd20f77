import { Injectable } from '@nestjs/common';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { FlightRepository, type FlightsSought } from './flight.repository.js';
import { FlightSight } from './flight.sight.js';
import { type PlannedFlight, toVolume } from './planned-flight.js';

/** A flight on a map: the airspace it is planned for, from above. */
export interface FlightArea {
  readonly id: string;
  readonly geometry: {
    readonly type: 'MultiPolygon';
    readonly coordinates: PlannedFlight['volumes'][number]['geometry']['coordinates'][];
  } | null;
  readonly state: string;
  readonly purpose: string;
  readonly caseId: string | null;
  readonly deviceId: string | null;
  readonly from: Date;
  readonly to: Date;
  /** Above ground. */
  readonly lowerMetres: number | null;
  readonly upperMetres: number | null;
}

export type FlightAreasAsked = Pick<FlightsSought, 'id' | 'boxes' | 'from' | 'to'>;

/** Flights as maps of others show them: to those who may read them. */
@Injectable()
export class FlightAreas {
  constructor(
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Latest first. */
  async areas(
    actor: Actor,
    asked: FlightAreasAsked & { readonly before?: string | undefined; readonly limit: number },
  ): Promise<FlightArea[]> {
    const scope = this.sight.scope(actor);
    const found = await this.unitOfWork.read((tx) => this.flights.list(tx, { ...asked, scope }));
    return found.map(areaOf);
  }

  async count(actor: Actor, asked: FlightAreasAsked): Promise<number> {
    const scope = this.sight.scope(actor);
    return this.unitOfWork.read((tx) => this.flights.count(tx, { ...asked, scope }));
  }
}

function areaOf({ flight, volumes }: PlannedFlight): FlightArea {
  const { id, state, purpose, caseId, deviceId, during } = flight;
  const heights = volumes.map((volume) => toVolume(volume));
  const isPlaced = volumes.length > 0;
  return {
    id,
    geometry: isPlaced
      ? { type: 'MultiPolygon', coordinates: volumes.map(({ geometry }) => geometry.coordinates) }
      : null,
    state,
    purpose,
    caseId,
    deviceId,
    from: during.from,
    to: during.to,
    lowerMetres: isPlaced ? Math.min(...heights.map(({ lowerMetres }) => lowerMetres)) : null,
    upperMetres: isPlaced ? Math.max(...heights.map(({ upperMetres }) => upperMetres)) : null,
  };
}
