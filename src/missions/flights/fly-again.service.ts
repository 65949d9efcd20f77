import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService } from '../../identity/index.js';
import { type Actor, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import { WaylineImports } from '../waylines/wayline-imports.service.js';
import { FlightFiling } from './flight-filing.service.js';
import { subjectOf } from './flight-mover.service.js';
import { FlightRepository } from './flight.repository.js';
import {
  type FlightPlan,
  type FlightView,
  type FlyAgainRequest,
  type PlannedFlight,
  toFlightView,
  toVolume,
} from './flight.schemas.js';

/** Comes back to where a flight was, to compare: the same volumes, camera poses and case, at another time. */
@Injectable()
export class FlyAgain {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly access: AccessService,
    private readonly filing: FlightFiling,
    private readonly waylines: WaylineImports,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, FLIGHT_WITHOUT_PLAN, and what filing throws */
  async fly(actor: Actor, id: string, request: z.output<typeof FlyAgainRequest>): Promise<z.input<typeof FlightView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await this.flights.find(tx, id);
      if (!before) throw PlatformErrors.NOT_FOUND();
      this.access.require(actor, 'flight.read', [subjectOf(before.flight)]);
      const plan = planAgain(before, request);
      const filed = await this.filing.file(tx, actor, plan, { origin: 'fly_again', repeatsId: id });
      await this.waylines.copy(tx, actor, id, filed);
      return toFlightView(filed);
    });
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
