import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import type { StoredAssessment } from '../assessment/flight-assessment.schemas.js';
import { FlightAssessor } from '../assessment/flight-assessor.service.js';
import { type FlightChange, FlightMover } from './flight-mover.service.js';
import { FlightOutlook } from '../assessment/flight-outlook.service.js';
import { FlightSpace } from '../planning/flight-space.service.js';
import { assertVersion } from '../flight-version.js';
import type { FlightApproval, FlightClearance } from './flight-steps.schemas.js';
import type { FlightView } from '../flight.schemas.js';
import { type PlannedFlight, toAsked, toOccupation } from '../planned-flight.js';

type View = z.input<typeof FlightView>;

/** What is decided about a flight, from its approval to its clearance, and at its end. */
@Injectable()
export class FlightDecisions {
  constructor(
    private readonly mover: FlightMover,
    private readonly space: FlightSpace,
    private readonly assessor: FlightAssessor,
    private readonly outlook: FlightOutlook,
    private readonly clock: Clock,
  ) {}

  /**
   * The zones and the rules are asked again: one may have been declared, and a paper may have lapsed, since the plan was
   * filed. Where an application was required, the answer of air traffic management is named.
   * @throws FLIGHT_CHANGED, FLIGHT_PERIOD_OVER, AIRSPACE_CONFLICT, FLIGHT_BLOCKED, FLIGHT_AGAINST_RULES,
   *   FLIGHT_APPROVAL_UNPROVEN and what a move throws
   */
  async approve(
    actor: Actor,
    id: string,
    { reason, version, ...answer }: z.output<typeof FlightApproval>,
  ): Promise<View> {
    await this.outlook.ofFlight(actor, id);
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

  refuse(actor: Actor, id: string, reason: string): Promise<View> {
    return this.mover.move(actor, id, { to: 'refused', permission: 'flight.decide', action: 'flight.refuse', reason });
  }

  /** Gives the airspace back. */
  cancel(actor: Actor, id: string, reason?: string): Promise<View> {
    return this.mover.move(actor, id, {
      to: 'cancelled',
      permission: 'flight.change',
      action: 'flight.cancel',
      reason,
    });
  }

  /** The readiness report of an approved flight, an hour before (Order 761 art. 30). @throws FLIGHT_REPORT_TOO_LATE */
  preReport(actor: Actor, id: string, reason?: string): Promise<View> {
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
  async clear(actor: Actor, id: string, { confirmedBy }: z.output<typeof FlightClearance>): Promise<View> {
    await this.outlook.ofFlight(actor, id);
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

  close(actor: Actor, id: string, reason?: string): Promise<View> {
    return this.mover.move(actor, id, { to: 'closed', permission: 'flight.decide', action: 'flight.close', reason });
  }

  private async allowed(tx: Tx, { flight, volumes }: PlannedFlight): Promise<StoredAssessment> {
    const plan = toOccupation({ flight, volumes });
    if (plan.during.to <= this.clock.now()) throw MissionErrors.FLIGHT_PERIOD_OVER();
    const { reminders } = await this.space.permitted(tx, flight.id, plan);
    const asked = toAsked({ flight, volumes });
    if (!asked) throw MissionErrors.FLIGHT_PILOT_UNKNOWN();
    const assessment = await this.assessor.assess(tx, asked, reminders);
    const findings = assessment.findings.filter(({ effect }) => effect === 'blocks');
    if (findings.length > 0) throw MissionErrors.FLIGHT_AGAINST_RULES({ findings });
    return assessment;
  }
}

function applicationFindings({ findings }: StoredAssessment): StoredAssessment['findings'] {
  return findings.filter(({ effect }) => effect === 'application');
}
