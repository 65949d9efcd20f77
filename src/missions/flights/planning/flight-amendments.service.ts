import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { WaylineReviews } from '../../waylines/wayline-reviews.service.js';
import { complete, type Draft, type FlightAmendment, type Plan, toDraft } from './flight-draft.schemas.js';
import { FlightDrafts } from './flight-drafts.service.js';
import { FlightFiling, type Refiling } from './flight-filing.service.js';
import { orAlternatives } from './flight-proposals.js';
import { FlightFinder } from '../flight.finder.js';
import type { FlightState } from '../flight.rules.js';
import { type FlightView, toFlightView } from '../flight.schemas.js';
import { type PlannedFlight, toOccupation } from '../planned-flight.js';
import { FlightSpace } from './flight-space.service.js';

type View = Promise<z.input<typeof FlightView>>;

const NOT_APPLIED_FOR: readonly FlightState[] = ['draft', 'checked'];

/** From a draft to a plan that was applied for, and every change of it before take-off. */
@Injectable()
export class FlightAmendments {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly finder: FlightFinder,
    private readonly filing: FlightFiling,
    private readonly drafts: FlightDrafts,
    private readonly space: FlightSpace,
    private readonly waylines: WaylineReviews,
  ) {}

  /**
   * A draft is drawn anew. A checked plan is checked anew, and holds its airspace for as long once more. A plan that was
   * applied for, approved or cleared is applied for anew: its approval was for the old plan.
   * @throws NOT_FOUND, FORBIDDEN, FLIGHT_CHANGED, FLIGHT_STATE_CONFLICT, FLIGHT_INCOMPLETE, and as filing throws
   */
  amend(actor: Actor, id: string, { version, reason, ...draft }: z.output<typeof FlightAmendment>): View {
    this.space.assertSoundSoFar(draft);
    return this.decide(actor, id, draft, async (tx, before, wish) => {
      const { state } = before.flight;
      if (state === 'draft') return this.drafts.redraw(tx, actor, id, { draft, version });
      const to = state === 'checked' ? 'checked' : 'applied';
      const how = { action: 'flight.amend', event: 'missions.flight_changed', reason: reason ?? null } as const;
      return this.filing.refile(tx, actor, before, { plan: wish(complete(draft)), to, version, ...how });
    });
  }

  /** The plan as it is drawn, decided and held for a while. @throws as `amend` */
  check(actor: Actor, id: string, version: number | undefined): View {
    return this.forward(actor, id, {
      to: 'checked',
      version,
      action: 'flight.check',
      event: 'missions.flight_decided',
      reason: null,
    });
  }

  /** Files the plan as it is drawn; where it was not checked, or long ago, it is checked on the way. @throws as `amend` */
  apply(actor: Actor, id: string, version: number | undefined): View {
    return this.forward(actor, id, {
      to: 'applied',
      version,
      action: 'flight.apply',
      event: 'missions.flight_planned',
      reason: null,
    });
  }

  private forward(actor: Actor, id: string, how: Omit<Refiling, 'plan'>): View {
    return this.decide(actor, id, undefined, async (tx, before, wish) => {
      const { state } = before.flight;
      if (!NOT_APPLIED_FOR.includes(state)) throw MissionErrors.FLIGHT_STATE_CONFLICT({ state, to: how.to });
      return this.filing.refile(tx, actor, before, { ...how, plan: wish(complete(toDraft(before))) });
    });
  }

  private async decide(actor: Actor, id: string, draft: Draft | undefined, work: Decide): View {
    const { unitOfWork, space } = this;
    const before = await unitOfWork.read((tx) => this.finder.require(tx, actor, id, 'flight.change'));
    const { during, takeOff } = draft ?? before.flight;
    const held = toOccupation(before);
    const touched = { during, takeOff, volumes: [...(draft?.volumes ?? []), ...held.volumes] };
    let wished: Plan | undefined;
    const wish = (plan: Plan): Plan => (wished = plan);
    return orAlternatives({ unitOfWork, space, wish: () => wished, besides: id }, () =>
      space.inTurnOn(touched, [held, ...(draft ? [draft] : [])], () =>
        unitOfWork.run(actor, async (tx) => {
          const planned = await work(tx, await this.finder.require(tx, actor, id, 'flight.change'), wish);
          await this.waylines.review(tx, planned);
          return toFlightView(planned);
        }),
      ),
    );
  }
}

type Decide = (tx: Tx, before: PlannedFlight, wish: (plan: Plan) => Plan) => Promise<PlannedFlight>;
