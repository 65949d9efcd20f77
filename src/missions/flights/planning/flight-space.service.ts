import { Injectable } from '@nestjs/common';
import type { Occupation, Position } from '../../../geo/index.js';
import { type Actor, Clock, together, type Tx } from '../../../platform/index.js';
import { AirspaceJudge } from '../../airspace/deconfliction/airspace-judge.service.js';
import { AirspaceTurns } from '../../airspace/deconfliction/airspace-turns.js';
import type { Alternative } from '../../airspace/deconfliction/alternatives.rules.js';
import type { Claim, Deconfliction } from '../../airspace/deconfliction/deconfliction.rules.js';
import type { Reach } from '../../airspace/deconfliction/lock-cells.rules.js';
import { MissionErrors } from '../../missions.errors.js';
import { FlightOutlook } from '../assessment/flight-outlook.service.js';
import { planFaults } from './flight-plan.rules.js';
import type { Flight } from '../flight.entity.js';

type Placed = Occupation & { readonly takeOff?: Position | null | undefined };

/** Whether a plan is one at all, and whether its airspace is free. */
@Injectable()
export class FlightSpace {
  constructor(
    private readonly judge: AirspaceJudge,
    private readonly turns: AirspaceTurns,
    private readonly outlook: FlightOutlook,
    private readonly clock: Clock,
  ) {}

  /** @throws the first fault by its own code, with all `faults` */
  assertSound(plan: Occupation): void {
    const faults = planFaults(plan, this.clock.now());
    const [first] = faults;
    if (first) throw MissionErrors[first.code]({ faults });
  }

  /** Of a draft, which may have no volume yet. @throws as `assertSound` */
  assertSoundSoFar(draft: Occupation): void {
    if (draft.volumes.length > 0) return this.assertSound(draft);
    const faults = planFaults(draft, this.clock.now()).filter(({ code }) => code !== 'FLIGHT_WITHOUT_VOLUME');
    const [first] = faults;
    if (first) throw MissionErrors[first.code]({ faults });
  }

  /**
   * Work that claims the airspace of a sound plan, once the weather was asked and it is its turn; until then it has no
   * connection.
   * @throws as `assertSound`, AIRSPACE_BUSY, and what the work throws
   */
  async inTurn<T>(plan: Placed, work: () => Promise<T>): Promise<T> {
    this.assertSound(plan);
    return this.inTurnOn(plan, [plan], work);
  }

  /** As `inTurn`, of airspace that is known to be sound: that of a flight before and after its change. */
  async inTurnOn<T>(plan: Placed, reaches: readonly Reach[], work: () => Promise<T>): Promise<T> {
    await this.outlook.ofPlan(plan);
    return this.turns.take(reaches, work);
  }

  /** Holds the cells of this airspace until the end of the transaction. */
  async hold(tx: Tx, reaches: readonly Reach[]): Promise<void> {
    await this.judge.hold(tx, reaches);
  }

  /** Holds the cells of a plan until the end of the transaction and looks only then. @throws AIRSPACE_CONFLICT */
  async claim(tx: Tx, plan: Claim): Promise<Deconfliction> {
    const [, decision] = await together([this.judge.hold(tx, [plan]), this.free(tx, plan)]);
    return decision;
  }

  /** Tells the flights that give way to this one, which was written just now. */
  async displace(tx: Tx, flight: Flight): Promise<void> {
    await this.judge.displace(tx, flight);
  }

  /** What came over a flight before its plan changed says nothing about the new one. */
  async settle(tx: Tx, flight: Flight, actor: Actor, reason: string): Promise<void> {
    await this.judge.settle(tx, flight, actor, reason);
  }

  /** @param besides a flight that does not stand in its own way. @throws AIRSPACE_CONFLICT with `conflicts` */
  async free(tx: Tx, plan: Claim, besides?: string): Promise<Deconfliction> {
    const decision = await this.judge.decide(tx, plan, besides);
    if (decision.conflicts.length > 0) throw MissionErrors.AIRSPACE_CONFLICT({ conflicts: decision.conflicts });
    return decision;
  }

  /** What else is free now, for a plan that is not; nothing is held. */
  async alternatives(tx: Tx, plan: Claim, besides?: string): Promise<Alternative[]> {
    return this.judge.alternatives(tx, plan, this.clock.now(), besides);
  }

  /**
   * The zones alone: one may have been declared since the plan was filed.
   * @throws AIRSPACE_CONFLICT, FLIGHT_BLOCKED while something that came over the flight is not settled
   */
  async permitted(tx: Tx, flightId: string, plan: Occupation): Promise<Pick<Deconfliction, 'reminders'>> {
    const met = await this.judge.zonesMet(tx, plan);
    const conflicts = met.filter(({ rule }) => rule === 'prohibited');
    if (conflicts.length > 0) throw MissionErrors.AIRSPACE_CONFLICT({ conflicts });
    await this.judge.requireUnblocked(tx, flightId);
    return { reminders: met };
  }
}
