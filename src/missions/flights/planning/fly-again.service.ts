import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { WaylineImports } from '../../waylines/wayline-imports.service.js';
import { FlightFiling } from './flight-filing.service.js';
import { FlightSpace } from './flight-space.service.js';
import { FlightRepository } from '../flight.repository.js';
import { FlightSight } from '../flight.sight.js';
import type { FlightPlan, FlyAgainRequest } from './flight-plan.schemas.js';
import { type FlightView, toFlightView } from '../flight.schemas.js';
import { type PlannedFlight, toVolume } from '../planned-flight.js';

/** Comes back to where a flight was, to compare: the same volumes, camera poses and case, at another time. */
@Injectable()
export class FlyAgain {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
    private readonly filing: FlightFiling,
    private readonly space: FlightSpace,
    private readonly waylines: WaylineImports,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, AIRSPACE_BUSY, FLIGHT_WITHOUT_PLAN, and what filing throws */
  async fly(actor: Actor, id: string, request: z.output<typeof FlyAgainRequest>): Promise<z.input<typeof FlightView>> {
    const before = await this.unitOfWork.read((tx) => this.readable(tx, actor, id));
    const plan = planAgain(before, request);
    return this.space.inTurn(plan, () => this.file(actor, id, plan));
  }

  private async file(actor: Actor, id: string, plan: z.output<typeof FlightPlan>): Promise<z.input<typeof FlightView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const filed = await this.filing.file(tx, actor, plan, { origin: 'fly_again', repeatsId: id });
      await this.waylines.copy(tx, actor, id, filed);
      return toFlightView(filed);
    });
  }

  private async readable(tx: Tx, actor: Actor, id: string): Promise<PlannedFlight> {
    const planned = await this.flights.find(tx, id);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.sight.require(actor, 'flight.read', planned.flight);
    return planned;
  }
}

/** The plan of before with what is asked otherwise. @throws FLIGHT_WITHOUT_PLAN */
function planAgain(
  { flight, volumes }: PlannedFlight,
  request: z.output<typeof FlyAgainRequest>,
): z.output<typeof FlightPlan> {
  const { pilotId, caseId, deviceId, purpose, nature, circumstances, beyondSight, surveying, takeOff } = flight;
  const pilot = request.pilotId ?? pilotId;
  const aircraft = request.deviceId ?? deviceId;
  if (pilot === null || aircraft === null || volumes.length === 0) throw MissionErrors.FLIGHT_WITHOUT_PLAN();
  return {
    nature,
    circumstances,
    beyondSight,
    surveying,
    caseId: caseId ?? undefined,
    takeOff: takeOff ?? undefined,
    pilotId: pilot,
    deviceId: aircraft,
    purpose: request.purpose ?? purpose,
    followUpOn: request.followUpOn,
    during: request.during,
    volumes: volumes.map(toVolume),
  };
}
