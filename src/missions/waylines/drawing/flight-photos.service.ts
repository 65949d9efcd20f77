import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';
import type { PlannedFlight } from '../../flights/planned-flight.js';
import { FlightSight } from '../../flights/flight.sight.js';
import { FlightRepository } from '../../flights/flight.repository.js';
import { PHOTO_POSES, type PhotoPose, type PhotoPoses } from './photo-poses.js';

/** The camera poses that pictures tell of: of the flight itself, or else of the one that it flies again. */
@Injectable()
export class FlightPhotos {
  constructor(
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
    @Optional() @Inject(PHOTO_POSES) private readonly photos?: PhotoPoses,
  ) {}

  async of(tx: Tx, actor: Actor, { flight }: PlannedFlight): Promise<PhotoPose[]> {
    const own = (await this.photos?.ofFlight(tx, actor, flight.id)) ?? [];
    if (own.length > 0 || flight.repeatsId === null) return own;
    const before = await this.flights.find(tx, flight.repeatsId);
    if (!before || !this.sight.mayRead(actor, before.flight)) return [];
    return (await this.photos?.ofFlight(tx, actor, before.flight.id)) ?? [];
  }
}
