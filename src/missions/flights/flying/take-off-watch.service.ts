import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import type { Tx } from '../../../platform/index.js';
import { AirspaceJudge } from '../../airspace/deconfliction/airspace-judge.service.js';
import { FlightAlarm } from '../../conformance/flight-alarm.service.js';
import { FlightAssessor } from '../assessment/flight-assessor.service.js';
import type { Flight } from '../flight.entity.js';
import { FlightRepository } from '../flight.repository.js';
import { TAKE_OFF_FLAGS, type TakeOffFlag, UNCLEARED_STATES } from '../flight.rules.js';
import { type PlannedFlight, toAsked, toOccupation } from '../planned-flight.js';

/** Something wrong with taking off; `about`: the zones, flights and rules that stood in the way. */
export interface TakeOffFault {
  readonly flag: TakeOffFlag;
  readonly about: string | null;
}

interface Told {
  readonly faults: readonly TakeOffFault[];
  readonly at: Date;
  readonly position: Position | null;
}

const LONGEST_ABOUT = 200;
const OTHER_FLIGHT = '其他飞行';

/** Says what is wrong with a take-off that takes place, and alarms people; it stops nothing. */
@Injectable()
export class TakeOffWatch {
  constructor(
    private readonly flights: FlightRepository,
    private readonly judge: AirspaceJudge,
    private readonly assessor: FlightAssessor,
    private readonly alarms: FlightAlarm,
  ) {}

  /** A flight that has landed gave its airspace back; its cells are held before its row when it takes it again. */
  async holdAgain(tx: Tx, id: string): Promise<void> {
    const planned = await this.flights.find(tx, id);
    if (planned?.flight.state === 'landed') await this.judge.hold(tx, [toOccupation(planned)]);
  }

  /** Of a flight in the state that it takes off from. */
  async faultsOf(tx: Tx, planned: PlannedFlight): Promise<TakeOffFault[]> {
    const { state } = planned.flight;
    if (planned.volumes.length === 0) return [];
    const uncleared = UNCLEARED_STATES.includes(state) ? [{ flag: 'uncleared', about: null } as const] : [];
    const reasons = [
      ...new Set([...(await this.airspaceFaults(tx, planned)), ...(await this.ruleFaults(tx, planned))]),
    ];
    if (reasons.length === 0) return uncleared;
    return [...uncleared, { flag: 'blocked', about: reasons.join(', ').slice(0, LONGEST_ABOUT) }];
  }

  async alarm(tx: Tx, flight: Flight, { faults, at, position }: Told): Promise<void> {
    for (const { flag, about } of faults) {
      const found = { kind: flag, subjectId: null, metres: null, directionDegrees: null, about } as const;
      await this.alarms.raise(tx, flight, { ...found, beganAt: at, rightSince: null, crossings: 1 }, position);
    }
  }

  private async airspaceFaults(tx: Tx, planned: PlannedFlight): Promise<string[]> {
    const { id, nature } = planned.flight;
    const { conflicts } = await this.judge.decide(tx, { ...toOccupation(planned), nature }, id);
    const hits = await this.judge.blocking(tx, id);
    return [...conflicts, ...hits.map(({ contact }) => contact)].map((contact) =>
      'name' in contact ? contact.name : OTHER_FLIGHT,
    );
  }

  private async ruleFaults(tx: Tx, planned: PlannedFlight): Promise<string[]> {
    const asked = toAsked(planned);
    if (!asked) return [];
    const { findings } = await this.assessor.assess(tx, asked, planned.flight.reminders);
    return findings.filter(({ effect }) => effect === 'blocks').map(({ code }) => code);
  }
}

/** The flags of a flight with those of this take-off. */
export function flagsWith({ takeOffFlags }: Flight, faults: readonly TakeOffFault[]): TakeOffFlag[] {
  return TAKE_OFF_FLAGS.filter((flag) => takeOffFlags.includes(flag) || faults.some((fault) => fault.flag === flag));
}
