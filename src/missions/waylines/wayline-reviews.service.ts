import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Notices } from '../../identity/index.js';
import { newId, type Tx } from '../../platform/index.js';
import { inTurns } from '../airspace/deconfliction/in-turns.js';
import type { PlannedFlight } from '../flights/planned-flight.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionEvents } from '../missions.events.js';
import { FlightWayline } from './flight-wayline.entity.js';
import { FlightWaylineRepository } from './flight-wayline.repository.js';
import { judgeWayline } from './checks/wayline-check.rules.js';
import { carriedFindings, setAside, setAsideReason } from './checks/wayline-findings.rules.js';
import { WaylineFlights } from './wayline-flights.service.js';
import { WaylineNotices } from './wayline.notices.js';

/** Holds the wayline of a flight against its plan once more, when the plan was changed or decided anew. */
@Injectable()
export class WaylineReviews {
  constructor(
    private readonly flights: WaylineFlights,
    private readonly waylines: FlightWaylineRepository,
    private readonly notices: Notices,
    private readonly journal: MissionJournal,
  ) {}

  /**
   * Another version where something else is found than before. A wayline that the plan does not allow any more is set
   * aside: nobody gets it for an aircraft, and it comes back where a later plan allows it. The flight's row is held.
   */
  async review(tx: Tx, planned: PlannedFlight): Promise<void> {
    const latest = await this.waylines.latest(tx, planned.flight.id);
    if (!latest) return;
    const { refusal, findings } = await inTurns(judgeWayline(latest.wayline, await this.flights.groundOf(tx, planned)));
    const found = [...findings, ...carriedFindings(latest.findings), ...(refusal ? [setAside(refusal)] : [])];
    if (isDeepStrictEqual(found, latest.findings)) return;
    const version = latest.version + 1;
    const next = Object.assign(new FlightWayline(), latest, { id: newId(), version, findings: found });
    await this.waylines.insert(tx, next);
    await this.record(tx, next);
    if (refusal && setAsideReason(latest.findings) === undefined) await this.tell(tx, planned, next);
  }

  private async record(tx: Tx, { id: waylineId, flightId, version, sha256, findings }: FlightWayline): Promise<void> {
    const reason = setAsideReason(findings) ?? null;
    await this.journal.record(tx, {
      action: 'flight.reviewWayline',
      subject: { kind: 'flight', id: flightId },
      details: { waylineId, version, findings: findings.map(({ code }) => code), setAside: reason },
      event: MissionEvents['missions.wayline_reviewed'],
      fact: { flightId, waylineId, version, sha256, setAside: reason },
    });
  }

  private async tell(tx: Tx, { flight }: PlannedFlight, { id, fileName }: FlightWayline): Promise<void> {
    await this.notices.tell(tx, {
      to: { userIds: [flight.pilotId, flight.plannedBy].filter((person) => person !== null) },
      content: WaylineNotices.FLIGHT_WAYLINE_SET_ASIDE({ fileName }),
      subject: { kind: 'flight', id: flight.id },
      occasion: id,
    });
  }
}
