import { Inject, Injectable } from '@nestjs/common';
import {
  chinaTimeOf,
  Clock,
  LOGGER,
  type Logger,
  OnEveryMinute,
  SYSTEM,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { incidentReportBy } from '../../air-rules/deadline.rules.js';
import { FlightAlarm } from '../../conformance/flight-alarm.service.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionEvents } from '../../missions.events.js';
import { toFlightFact } from '../flight.fact.js';
import { FlightRepository } from '../flight.repository.js';
import type { Flight } from '../flight.entity.js';
import { FIRST_REMINDER_HOURS, INCIDENT_OVERDUE, incidentStageAt } from './incident.rules.js';

const DAY_MS = 24 * 3_600_000;

/** Reminds of incidents that are to be reported within a day. Each under its flight's lock, so two runs may meet. */
@Injectable()
export class IncidentJobs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly alarm: FlightAlarm,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @OnEveryMinute('missions.incident-reports')
  async run(): Promise<void> {
    const landedBefore = new Date(this.clock.now().getTime() - DAY_MS + FIRST_REMINDER_HOURS * 3_600_000);
    const open = await this.unitOfWork.read((tx) => this.flights.incidentsOpen(tx, landedBefore));
    for (const id of open) {
      try {
        await this.unitOfWork.run(SYSTEM, (tx) => this.remind(tx, id));
      } catch (error) {
        this.logger.error({ err: error, flight: id }, 'nobody was reminded of an incident');
      }
    }
  }

  private async remind(tx: Tx, id: string): Promise<void> {
    const flight = (await this.flights.lock(tx, id))?.flight;
    if (!flight?.landedAt || flight.incident === null || flight.incidentReportedAt !== null) return;
    const stage = incidentStageAt(flight.landedAt, this.clock.now());
    if (stage <= flight.incidentStage) return;
    await this.flights.note(tx, id, { incidentStage: stage });
    const isOverdue = stage === INCIDENT_OVERDUE;
    const about = chinaTimeOf(incidentReportBy(flight.landedAt));
    const code = isOverdue ? 'FLIGHT_INCIDENT_OVERDUE' : 'FLIGHT_INCIDENT_DUE';
    await this.alarm.tell(tx, flight, code, { about, occasion: `incident ${stage}` });
    if (isOverdue) await this.recordOverdue(tx, flight, about);
  }

  private async recordOverdue(tx: Tx, flight: Flight, due: string): Promise<void> {
    await this.journal.record(tx, {
      action: 'flight.incidentOverdue',
      subject: { kind: 'flight', id: flight.id },
      details: { due },
      event: MissionEvents['missions.flight_incident_overdue'],
      fact: toFlightFact(flight),
    });
  }
}
