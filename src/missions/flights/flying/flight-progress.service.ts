import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { type FlightChange, FlightMover } from './flight-mover.service.js';
import { FlightSortieRepository } from './flight-sortie.repository.js';
import type { FlightLanding, FlightReport, FlightTakeOff } from './flight-steps.schemas.js';
import type { FlightView } from '../flight.schemas.js';
import type { PlannedFlight } from '../planned-flight.js';
import { flagsWith, type TakeOffFault, TakeOffWatch } from './take-off-watch.service.js';

type View = z.input<typeof FlightView>;

/** What people say of a flight while it is flown: take-off, landing, report. */
@Injectable()
export class FlightProgress {
  constructor(
    private readonly mover: FlightMover,
    private readonly takeOffs: TakeOffWatch,
    private readonly sorties: FlightSortieRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * By hand, where the aircraft does not report itself. A take-off is a fact and never refused: what stood in its way is
   * flagged, and its people are alarmed. After a landing it is the flight's next sortie.
   * @throws FLIGHT_TIME_IMPOSSIBLE
   */
  takeOff(actor: Actor, id: string, { at }: z.output<typeof FlightTakeOff>): Promise<View> {
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
  land(actor: Actor, id: string, { at }: z.output<typeof FlightLanding>): Promise<View> {
    const prepare = async (tx: Tx): Promise<FlightChange> => {
      const landedAt = this.past(at);
      const sortie = (await this.sorties.of(tx, id)).at(-1);
      if (sortie && landedAt < sortie.takenOffAt) throw MissionErrors.FLIGHT_TIME_IMPOSSIBLE();
      return { landedAt };
    };
    const step = { to: 'landed', permission: 'flight.change', action: 'flight.land' } as const;
    return this.mover.move(actor, id, { ...step, prepare });
  }

  report(actor: Actor, id: string, { text, incident }: z.output<typeof FlightReport>): Promise<View> {
    const prepare = (): Promise<FlightChange> => Promise.resolve({ report: text, incident: incident ?? null });
    const step = { to: 'reported', permission: 'flight.change', action: 'flight.report' } as const;
    return this.mover.move(actor, id, { ...step, prepare });
  }

  private past(at: Date | undefined): Date {
    const now = this.clock.now();
    if (at && at > now) throw MissionErrors.FLIGHT_TIME_IMPOSSIBLE();
    return at ?? now;
  }
}
