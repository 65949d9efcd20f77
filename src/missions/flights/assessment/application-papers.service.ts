import { Injectable } from '@nestjs/common';
import { AircraftPowers, EquipmentService } from '../../../equipment/index.js';
import { People, Qualifications, UnitCertificates, UnitTree } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  Papers,
  PlatformErrors,
  servedBytes,
  type ServedFile,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { type Application, applicationPaper } from './application.paper.js';
import { speedsOf } from '../../waylines/checks/wayline-measure.rules.js';
import { FlightWaylineRepository } from '../../waylines/flight-wayline.repository.js';
import type { Flight } from '../flight.entity.js';
import { FlightRepository } from '../flight.repository.js';
import { FlightSight } from '../flight.sight.js';
import type { APPLICATION_FORMATS } from '../flight.schemas.js';
import { type PlannedFlight, toVolume } from '../planned-flight.js';

type ApplicationFormat = (typeof APPLICATION_FORMATS)[number];

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Looks up what an application names of the aircraft and its way. */
@Injectable()
export class ApplicationAircraft {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly powers: AircraftPowers,
    private readonly waylines: FlightWaylineRepository,
  ) {}

  async of(tx: Tx, { id, deviceId, during }: Flight): Promise<Pick<Application, 'aircraft' | 'speeds'>> {
    const device = deviceId === null ? undefined : await this.equipment.findDevice(tx, { id: deviceId });
    const papers = deviceId === null ? undefined : await this.equipment.aircraftPapers(tx, deviceId);
    const power = deviceId === null ? undefined : await this.powers.of(tx, deviceId, during);
    const wayline = await this.waylines.latest(tx, id);
    const speeds = wayline && speedsOf(wayline.wayline);
    return {
      aircraft: {
        model: papers?.model ?? '',
        serial: device?.serial ?? null,
        droneClass: papers?.droneClass ?? null,
        registration: papers?.uomRegistration ?? null,
        performance: power?.performance ?? null,
      },
      speeds: wayline && speeds ? { ...speeds, waylineVersion: wayline.version } : null,
    };
  }
}

/** Looks up the papers that an application names. */
@Injectable()
export class ApplicationRecords {
  constructor(
    private readonly people: People,
    private readonly qualifications: Qualifications,
    private readonly certificates: UnitCertificates,
    private readonly units: UnitTree,
    private readonly aircraft: ApplicationAircraft,
  ) {}

  async of(tx: Tx, { flight, volumes }: PlannedFlight, printedAt: Date): Promise<Application> {
    const { pilotId, unitId } = flight;
    const pilot = pilotId === null ? undefined : await this.people.find(tx, pilotId);
    const held = pilotId === null ? [] : await this.qualifications.standingOf(tx, [pilotId]);
    const { nature, purpose, beyondSight, circumstances, takeOff, during, assessment } = flight;
    return {
      nature,
      purpose,
      beyondSight,
      circumstances,
      takeOff,
      during,
      assessment,
      printedAt,
      flightId: flight.id,
      unit: this.units.find(unitId)?.name ?? '',
      unitCertificates: await this.certificates.standingOf(tx, unitId),
      pilot: pilot?.displayName ?? '',
      licences: held.filter(({ kind }) => kind === 'pilot_licence'),
      ...(await this.aircraft.of(tx, flight)),
      volumes: volumes.map(toVolume),
    };
  }
}

/** The application for a flight, as a paper to sign and stamp or to go on writing. */
@Injectable()
export class ApplicationPapers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
    private readonly records: ApplicationRecords,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async paper(actor: Actor, id: string, format: ApplicationFormat): Promise<ServedFile> {
    const application = await this.unitOfWork.read(async (tx) => {
      const planned = await this.flights.find(tx, id);
      if (!planned) throw PlatformErrors.NOT_FOUND();
      this.sight.require(actor, 'flight.read', planned.flight);
      return this.records.of(tx, planned, this.clock.now());
    });
    const paper = applicationPaper(application);
    const name = `flight-application-${id}.${format}`;
    if (format === 'docx') return servedBytes(await this.papers.writeDocx(paper), DOCX_TYPE, name);
    return servedBytes(await this.papers.write(paper), 'application/pdf', name);
  }
}
