import { Injectable } from '@nestjs/common';
import type { Occupation, Position } from '../../../geo/index.js';
import { type Actor, type Period, UnitOfWork } from '../../../platform/index.js';
import { placeOf } from '../../feasibility/feasibility.service.js';
import { WeatherDesk } from '../../feasibility/weather/weather-desk.js';
import { FlightRepository } from '../flight.repository.js';
import { FlightSight } from '../flight.sight.js';
import { toOccupation } from '../planned-flight.js';

/** Asks for the weather before the work that looks at it begins and holds what others wait for. */
@Injectable()
export class FlightOutlook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
    private readonly weather: WeatherDesk,
  ) {}

  /** A plan without an outline has no place: the rules of plans say so later. */
  async ofPlan(plan: Occupation & { readonly takeOff?: Position | null | undefined }): Promise<void> {
    if (!this.weather.asksAhead || (!plan.takeOff && plan.volumes.length === 0)) return;
    await this.ofPlace(placeOf(plan), plan.during);
  }

  async ofPlace(place: Position, during: Period): Promise<void> {
    if (this.weather.asksAhead) await this.weather.askAhead({ place, during });
  }

  /** Of what the actor may not see nothing is asked. */
  async ofFlight(actor: Actor, id: string, during?: Period): Promise<void> {
    if (!this.weather.asksAhead) return;
    const planned = await this.unitOfWork.read((tx) => this.flights.find(tx, id));
    if (!planned || !this.sight.mayRead(actor, planned.flight)) return;
    const plan = { ...toOccupation(planned), takeOff: planned.flight.takeOff };
    await this.ofPlan(during ? { ...plan, during } : plan);
  }
}
