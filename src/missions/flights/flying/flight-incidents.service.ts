import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, PlatformErrors, type Tx, UnitOfWork } from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionErrors } from '../../missions.errors.js';
import { MissionEvents } from '../../missions.events.js';
import { toFlightFact } from '../flight.fact.js';
import { FlightRepository } from '../flight.repository.js';
import { FlightSight } from '../flight.sight.js';
import type { FlightIncidentReport } from './flight-steps.schemas.js';
import { type FlightView, toFlightView } from '../flight.schemas.js';
import type { PlannedFlight } from '../planned-flight.js';

/** That an incident was reported to the authority (Order 761 art. 40): when, to whom, under which number. */
@Injectable()
export class FlightIncidents {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * Kept once, and after the deadline too.
   * @throws NOT_FOUND, FORBIDDEN, FLIGHT_WITHOUT_INCIDENT, FLIGHT_INCIDENT_REPORTED, FLIGHT_TIME_IMPOSSIBLE
   */
  async report(
    actor: Actor,
    id: string,
    { to, at, reference }: z.output<typeof FlightIncidentReport>,
  ): Promise<z.input<typeof FlightView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { flight, volumes } = await this.held(tx, actor, id);
      const now = this.clock.now();
      const incidentReportedAt = at ?? now;
      if (incidentReportedAt > now || (flight.takenOffAt && incidentReportedAt < flight.takenOffAt))
        throw MissionErrors.FLIGHT_TIME_IMPOSSIBLE();
      const reported = { incidentReportedAt, incidentReportedTo: to, incidentReference: reference ?? null };
      const change = { ...reported, incidentReportedBy: actor.id, updatedAt: now };
      await this.flights.note(tx, id, change);
      await this.journal.record(tx, {
        action: 'flight.reportIncident',
        subject: { kind: 'flight', id },
        details: { to, at: incidentReportedAt.toISOString(), reference },
        event: MissionEvents['missions.flight_incident_reported'],
        fact: toFlightFact(flight),
      });
      Object.assign(flight, change, { version: flight.version + 1 });
      return toFlightView({ flight, volumes });
    });
  }

  private async held(tx: Tx, actor: Actor, id: string): Promise<PlannedFlight> {
    const planned = await this.flights.lock(tx, id);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.sight.require(actor, 'flight.change', planned.flight);
    const { incident, incidentReportedAt } = planned.flight;
    if (incident === null) throw MissionErrors.FLIGHT_WITHOUT_INCIDENT();
    if (incidentReportedAt !== null)
      throw MissionErrors.FLIGHT_INCIDENT_REPORTED({ at: incidentReportedAt.toISOString() });
    return planned;
  }
}
