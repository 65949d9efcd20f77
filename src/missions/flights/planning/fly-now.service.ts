import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EquipmentService } from '../../../equipment/index.js';
import { type Actor, Clock, type Period, type Tx, UnitOfWork } from '../../../platform/index.js';
import { circle } from '../../../geo/index.js';
import { MissionErrors } from '../../missions.errors.js';
import type { StoredAssessment } from '../assessment/flight-assessment.schemas.js';
import { FlightFiling } from './flight-filing.service.js';
import { FlightMover } from '../flying/flight-mover.service.js';
import { FlightSpace } from './flight-space.service.js';
import type { FlightPlan, FlyNowRequest } from './flight-plan.schemas.js';
import { type FlightView, toFlightView } from '../flight.schemas.js';
import type { PlannedFlight } from '../planned-flight.js';

const MINUTE_MS = 60_000;

type Column = Pick<z.output<typeof FlyNowRequest>, 'position' | 'radiusMetres' | 'heightMetres' | 'minutes'>;

/** A circle around somebody who holds an aircraft, from now on, answered at once. */
@Injectable()
export class FlyNow {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly filing: FlightFiling,
    private readonly mover: FlightMover,
    private readonly equipment: EquipmentService,
    private readonly space: FlightSpace,
    private readonly clock: Clock,
  ) {}

  /**
   * Where the rules ask for no application the flight is cleared at once, by the article that frees it. Where they cannot
   * tell, it waits for a commander. Where an ordinary flight had to be applied for yesterday, nothing is kept.
   * @throws AIRSPACE_BUSY, FLY_NOW_AIRCRAFT_UNCLEAR, FLIGHT_AGAINST_RULES, FLIGHT_MUST_BE_APPLIED_FOR, and what filing throws
   */
  async fly(actor: Actor, request: z.output<typeof FlyNowRequest>): Promise<z.input<typeof FlightView>> {
    return this.space.inTurn(this.columnAround(request), () => this.flyInTurn(actor, request));
  }

  private async flyInTurn(actor: Actor, request: z.output<typeof FlyNowRequest>): Promise<z.input<typeof FlightView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const plan = this.planOf(actor, request, await this.aircraft(tx, actor, request.deviceId));
      const filed = await this.filing.file(tx, actor, plan, { origin: 'fly_now', repeatsId: null });
      const { assessment } = filed.flight;
      if (assessment === null) throw new Error('a filed flight was assessed');
      assertFlyable(assessment);
      return toFlightView(assessment.application === 'not_required' ? await this.cleared(tx, actor, filed) : filed);
    });
  }

  /** The one asked for, or the only aircraft in the actor's hands. */
  private async aircraft(tx: Tx, actor: Actor, deviceId: string | undefined): Promise<string> {
    if (deviceId) return deviceId;
    const held = await this.equipment.openCustodiesOf(tx, actor.id);
    const devices = await this.equipment.findDevices(
      tx,
      held.map((custody) => custody.deviceId),
    );
    const aircraft = devices.filter(({ category }) => category === 'uav');
    const [only] = aircraft;
    if (!only || aircraft.length > 1)
      throw MissionErrors.FLY_NOW_AIRCRAFT_UNCLEAR({ assetCodes: aircraft.map(({ assetCode }) => assetCode).sort() });
    return only.id;
  }

  private planOf(
    actor: Actor,
    { position, radiusMetres, heightMetres, minutes, ...same }: z.output<typeof FlyNowRequest>,
    deviceId: string,
  ): z.output<typeof FlightPlan> {
    const column = this.columnAround({ position, radiusMetres, heightMetres, minutes });
    return { ...same, ...column, deviceId, pilotId: actor.id };
  }

  private columnAround({ position, radiusMetres, heightMetres, minutes }: Column) {
    const from = this.clock.now();
    const column = { geometry: circle(position, radiusMetres), lowerMetres: 0, upperMetres: heightMetres };
    const during: Period = { from, to: new Date(from.getTime() + minutes * MINUTE_MS) };
    return { takeOff: position, during, volumes: [column] };
  }

  /** Approved and cleared by the article itself. */
  private async cleared(tx: Tx, actor: Actor, { flight }: PlannedFlight): Promise<PlannedFlight> {
    const reason = flight.assessment?.findings.find(({ code }) => code === 'FREE_OF_APPLICATION');
    const words = reason && `${reason.text} ${reason.article}`;
    const step = { permission: 'flight.plan', action: 'flight.flyNow', reason: words } as const;
    await this.mover.step(tx, actor, flight.id, { ...step, to: 'approved' });
    return this.mover.step(tx, actor, flight.id, { ...step, to: 'cleared' });
  }
}

function assertFlyable({ application, findings, deadlines, tooLateToApply }: StoredAssessment): void {
  const blocking = findings.filter(({ effect }) => effect === 'blocks');
  if (blocking.length > 0) throw MissionErrors.FLIGHT_AGAINST_RULES({ findings: blocking });
  if (application === 'required' && tooLateToApply)
    throw MissionErrors.FLIGHT_MUST_BE_APPLIED_FOR({
      findings: findings.filter(({ effect }) => effect === 'application'),
      deadlines,
    });
}
