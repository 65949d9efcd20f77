import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import type { StoredAssessment } from './flight-assessment.schemas.js';
import { FlightAssessor } from './flight-assessor.service.js';
import { type FlightChange, FlightMover } from './flight-mover.service.js';
import { FlightSortieRepository } from './flight-sortie.repository.js';
import { FlightSpace } from './flight-space.service.js';
import { assertVersion } from './flight-version.js';
import { flagsWith, type TakeOffFault, TakeOffWatch } from './take-off-watch.service.js';
import {
  type FlightApproval,
  type FlightClearance,
  type FlightLanding,
  type FlightReport,
  type FlightTakeOff,
  type FlightView,
  type PlannedFlight,
  toAsked,
  toOccupation,
} from './flight.schemas.js';

type View = Promise<z.input<typeof FlightView>>;

/** The steps people take with a flight, from its approval to its report. */
@Injectable()
export class FlightDecisions {
  constructor(
    private readonly mover: FlightMover,
    private readonly space: FlightSpace,
    private readonly assessor: FlightAssessor,
    private readonly takeOffs: TakeOffWatch,
    private readonly sorties: FlightSortieRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The zones and the rules are asked again: one may have been declared, and a paper may have lapsed, since the plan was
   * filed. Where an application was required, the answer of air traffic management is named.
   * @throws FLIGHT_CHANGED, FLIGHT_PERIOD_OVER, AIRSPACE_CONFLICT, FLIGHT_BLOCKED, FLIGHT_AGAINST_RULES,
   *   FLIGHT_APPROVAL_UNPROVEN and what a move throws
   */
  approve(actor: Actor, id: string, { reason, version, ...answer }: z.output<typeof FlightApproval>): View {
    const prepare = async (tx: Tx, planned: PlannedFlight): Promise<FlightChange> => {
      assertVersion(planned.flight, version);
      const assessment = await this.allowed(tx, planned);
      const isAnswered = answer.authority !== undefined && answer.approvalNumber !== undefined;
      if (assessment.application === 'required' && !isAnswered)
        throw MissionErrors.FLIGHT_APPROVAL_UNPROVEN({ findings: applicationFindings(assessment) });
      return { ...answer, assessment };
    };
    return this.mover.move(actor, id, {
      to: 'approved',
      permission: 'flight.decide',
      action: 'flight.approve',
      reason,
      prepare,
    });
  }

  refuse(actor: Actor, id: string, reason: string): View {
    return this.mover.move(actor, id, { to: 'refused', permission: 'flight.decide', action: 'flight.refuse', reason });
  }

  /** Gives the airspace back. */
  cancel(actor: Actor, id: string, reason?: string): View {
    return this.mover.move(actor, id, {
      to: 'cancelled',
      permission: 'flight.change',
      action: 'flight.cancel',
      reason,
    });
  }

  /** The readiness report of an approved flight, an hour before (Order 761 art. 30). @throws FLIGHT_REPORT_TOO_LATE */
  preReport(actor: Actor, id: string, reason?: string): View {
    const prepare = (_: Tx, { flight }: PlannedFlight): Promise<FlightChange> => {
      const before = flight.assessment?.deadlines?.readinessReport.before;
      if (before && this.clock.now() > new Date(before)) throw MissionErrors.FLIGHT_REPORT_TOO_LATE({ before });
      return Promise.resolve({});
    };
    const step = { to: 'pre_reported', permission: 'flight.change', action: 'flight.preReport' } as const;
    return this.mover.move(actor, id, { ...step, reason, prepare });
  }

  /**
   * Free to take off. After a readiness report, whoever confirmed it is named.
   * @throws FLIGHT_REPORT_MISSING, FLIGHT_CONFIRMATION_MISSING, FLIGHT_AGAINST_RULES, AIRSPACE_CONFLICT, FLIGHT_PERIOD_OVER
   */
  clear(actor: Actor, id: string, { confirmedBy }: z.output<typeof FlightClearance>): View {
    const prepare = async (tx: Tx, planned: PlannedFlight): Promise<FlightChange> => {
      const assessment = await this.allowed(tx, planned);
      const { state } = planned.flight;
      if (assessment.application === 'required' && state !== 'pre_reported')
        throw MissionErrors.FLIGHT_REPORT_MISSING();
      if (state === 'pre_reported' && !confirmedBy) throw MissionErrors.FLIGHT_CONFIRMATION_MISSING();
      return { assessment };
    };
    const step = { to: 'cleared', permission: 'flight.change', action: 'flight.clear' } as const;
    return this.mover.move(actor, id, { ...step, reason: confirmedBy, prepare });
  }

  /**
   * By hand, where the aircraft does not report itself. A take-off is a fact and never refused: what stood in its way is
   * flagged, and its people are alarmed. After a landing it is the flight's next sortie.
   * @throws FLIGHT_TIME_IMPOSSIBLE
   */
  takeOff(actor: Actor, id: string, { at }: z.output<typeof FlightTakeOff>): View {
    let faults: readonly TakeOffFault[] = [];
    const prepare = async (tx: Tx, planned: PlannedFlight): Promise<FlightChange> => {
      const takenOffAt = this.past(at);
      const { landedAt } = planned.flight;
      if (landedAt && takenOffAt < landedAt) throw MissionErrors.FLIGHT_TIME_IMPOSSIBLE();
      faults = await this.takeOffs.faultsOf(tx, planned);
      return { takenOffAt, takeOffFlags: flagsWith(planned.flight, faults) };
    };
    const step = { to: 'airborne', permission: 'flight.change', action: 'flight.takeOff' } as const;
    return this.mover.move(actor, id, {
      ...step,
      prepare,
      ahead: (tx) => this.takeOffs.holdAgain(tx, id),
      after: (tx, { flight }) => this.takeOffs.alarm(tx, flight, { faults, at: this.past(at), position: null }),
    });
  }

  /** @throws FLIGHT_TIME_IMPOSSIBLE */
  land(actor: Actor, id: string, { at }: z.output<typeof FlightLanding>): View {
    const prepare = async (tx: Tx): Promise<FlightChange> => {
      const landedAt = this.past(at);
      const sortie = (await this.sorties.of(tx, id)).at(-1);
      if (sortie && landedAt < sortie.takenOffAt) throw MissionErrors.FLIGHT_TIME_IMPOSSIBLE();
      return { landedAt };
    };
    const step = { to: 'landed', permission: 'flight.change', action: 'flight.land' } as const;
    return this.mover.move(actor, id, { ...step, prepare });
  }

  report(actor: Actor, id: string, { text, incident }: z.output<typeof FlightReport>): View {
    const prepare = (): Promise<FlightChange> => Promise.resolve({ report: text, incident: incident ?? null });
    const step = { to: 'reported', permission: 'flight.change', action: 'flight.report' } as const;
    return this.mover.move(actor, id, { ...step, prepare });
  }

  close(actor: Actor, id: string, reason?: string): View {
    return this.mover.move(actor, id, { to: 'closed', permission: 'flight.decide', action: 'flight.close', reason });
  }

  private async allowed(tx: Tx, { flight, volumes }: PlannedFlight): Promise<StoredAssessment> {
    const plan = toOccupation({ flight, volumes });
    if (plan.during.to <= this.clock.now()) throw MissionErrors.FLIGHT_PERIOD_OVER();
    const { reminders } = await this.space.permitted(tx, flight.id, plan);
    const asked = toAsked({ flight, volumes }, reminders);
    if (!asked) throw MissionErrors.FLIGHT_PILOT_UNKNOWN();
    const assessment = await this.assessor.assess(tx, asked);
    const findings = assessment.findings.filter(({ effect }) => effect === 'blocks');
    if (findings.length > 0) throw MissionErrors.FLIGHT_AGAINST_RULES({ findings });
    return assessment;
  }

  private past(at: Date | undefined): Date {
    const now = this.clock.now();
    if (at && at > now) throw MissionErrors.FLIGHT_TIME_IMPOSSIBLE();
    return at ?? now;
  }
}

function applicationFindings({ findings }: StoredAssessment): StoredAssessment['findings'] {
  return findings.filter(({ effect }) => effect === 'application');
}
