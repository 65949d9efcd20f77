import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, periodView, UnitOfWork } from '../../../platform/index.js';
import { FlightFiling } from './flight-filing.service.js';
import { FlightOutlook } from '../assessment/flight-outlook.service.js';
import { orAlternatives } from './flight-proposals.js';
import { FlightSpace } from './flight-space.service.js';
import { type FlightCheck, type FlightView, toFlightView } from '../flight.schemas.js';
import type { FlightPlan } from './flight-plan.schemas.js';

type Plan = z.output<typeof FlightPlan>;

/** From a plan to a flight that holds its airspace, or to the reason why not. */
@Injectable()
export class FlightPlanning {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly filing: FlightFiling,
    private readonly space: FlightSpace,
    private readonly outlook: FlightOutlook,
  ) {}

  /**
   * @throws AIRSPACE_BUSY, AIRSPACE_CONFLICT with `conflicts` and `alternatives`, a fault of the plan by its own code, or
   *   what entitlement throws
   */
  async plan(actor: Actor, plan: Plan): Promise<z.input<typeof FlightView>> {
    return this.orAlternatives(plan, () =>
      this.space.inTurn(plan, () =>
        this.unitOfWork.run(actor, async (tx) =>
          toFlightView(await this.filing.file(tx, actor, plan, { origin: 'planned', repeatsId: null })),
        ),
      ),
    );
  }

  /** What `plan` would answer now. @throws as `plan` */
  async check(actor: Actor, plan: Plan): Promise<z.input<typeof FlightCheck>> {
    await this.outlook.ofPlan(plan);
    return this.orAlternatives(plan, () =>
      this.unitOfWork.read(async (tx) => {
        const { unitId, assessment, ...met } = await this.filing.examine(tx, actor, plan);
        const [reminders, displaces] = [[...met.reminders], [...met.displaces]];
        const during = periodView(plan.during);
        return { state: 'checked', during, unitId, conflicts: [], reminders, displaces, assessment };
      }, actor),
    );
  }

  private async orAlternatives<T>(plan: Plan, work: () => Promise<T>): Promise<T> {
    const { unitOfWork, space } = this;
    return orAlternatives({ unitOfWork, space, wish: () => plan }, work);
  }
}
