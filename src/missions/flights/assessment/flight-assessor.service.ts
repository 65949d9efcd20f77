import { Injectable } from '@nestjs/common';
import { type AircraftPapers, EquipmentService } from '../../../equipment/index.js';
import type { Occupation, Position } from '../../../geo/index.js';
import { Qualifications, UnitCertificates } from '../../../identity/index.js';
import { Clock, together, type Tx } from '../../../platform/index.js';
import { assess } from '../../air-rules/assessment.js';
import type { Circumstances, FlightFacts, Known, TaskNature } from '../../air-rules/flight-facts.js';
import { coversDays, holdsFor, type Standing } from '../../air-rules/paper.rules.js';
import { PublishedAreas } from '../../airspace/publications/published-areas.service.js';
import type { ZoneContact } from '../../airspace/deconfliction/deconfliction.rules.js';
import type { StoredFeasibility } from '../../feasibility/feasibility.schemas.js';
import { FeasibilityStudy, placeOf } from '../../feasibility/feasibility.service.js';
import { inTheDark, type SunDuring, sunDuring } from '../../feasibility/sun.rules.js';
import { type StoredAssessment, toStoredAssessment } from './flight-assessment.schemas.js';

/** What is asked of the rules: a plan, who flies it for whom, and the zones it meets. */
export interface FlightToAssess extends Occupation {
  /** Absent while it is only a plan. */
  readonly flightId?: string;
  readonly deviceId: string;
  readonly pilotId: string;
  readonly unitId: string;
  readonly nature: TaskNature;
  readonly circumstances: Circumstances;
  readonly beyondSight: Known;
  readonly surveying: Known;
  readonly takeOff?: Position | null | undefined;
}

/** What the records say of a flight at an instant. */
export interface FlightRecords {
  readonly at: Date;
  readonly sun: SunDuring;
  readonly papers: AircraftPapers | undefined;
  readonly held: readonly Standing[];
  readonly unitCertified: Known;
  readonly areasKnown: FlightFacts['areasKnown'];
  readonly feasibility: StoredFeasibility;
}

/** Gathers what the records say of a flight and lets the rules of the air answer. */
@Injectable()
export class FlightAssessor {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly qualifications: Qualifications,
    private readonly certificates: UnitCertificates,
    private readonly areas: PublishedAreas,
    private readonly study: FeasibilityStudy,
    private readonly clock: Clock,
  ) {}

  /** @param reminders the zones that the flight meets and that do not forbid it */
  async assess(tx: Tx, flight: FlightToAssess, reminders: readonly ZoneContact[]): Promise<StoredAssessment> {
    return this.judge(flight, await this.records(tx, flight), reminders);
  }

  async records(tx: Tx, flight: FlightToAssess): Promise<FlightRecords> {
    const at = this.clock.now();
    const [papers, held, certificates, areasKnown, feasibility] = await together([
      this.equipment.aircraftPapers(tx, flight.deviceId),
      this.qualifications.standingOf(tx, [flight.pilotId]),
      this.certificates.standingOf(tx, flight.unitId),
      this.areas.areasKnown(tx, flight),
      this.study.of(tx, flight, at),
    ]);
    const unitCertified = coversDays(certificates, flight.during);
    return { at, sun: sunDuring(flight.during, placeOf(flight)), papers, held, unitCertified, areasKnown, feasibility };
  }

  judge(flight: FlightToAssess, records: FlightRecords, reminders: readonly ZoneContact[]): StoredAssessment {
    const { at, sun, feasibility } = records;
    return toStoredAssessment(assess(factsOf(flight, records, reminders), at), sun, feasibility, at);
  }
}

function factsOf(flight: FlightToAssess, records: FlightRecords, reminders: readonly ZoneContact[]): FlightFacts {
  const { during, nature, circumstances, beyondSight, surveying } = flight;
  const { sun, papers, held, unitCertified, areasKnown } = records;
  const areas = reminders.filter(({ rule }) => rule === 'authorisation').map(({ name }) => name);
  return {
    during,
    nature,
    circumstances,
    beyondSight,
    surveying,
    upperMetres: Math.max(...flight.volumes.map(({ upperMetres }) => upperMetres)),
    inTheDark: inTheDark(during, sun),
    controlledAreas: [...new Set(areas)],
    areasKnown,
    unitCertified,
    ...aircraftFacts(papers, flight),
    ...pilotFacts(held, papers, flight),
  };
}

function aircraftFacts(
  papers: AircraftPapers | undefined,
  { during }: FlightToAssess,
): Pick<FlightFacts, 'aircraftClass' | 'registered' | 'insured' | 'reportsIdentity'> {
  const cover = papers?.insuredUntil ? [{ validFrom: '0001-01-01', validUntil: papers.insuredUntil }] : [];
  return {
    aircraftClass: papers?.droneClass ?? 'unknown',
    reportsIdentity: papers?.reportsIdentity ?? 'unknown',
    registered: papers?.uomRegistration ? 'yes' : 'unknown',
    insured: cover.length === 0 ? 'no' : coversDays(cover, during),
  };
}

function pilotFacts(
  held: readonly Standing[],
  papers: AircraftPapers | undefined,
  { during }: FlightToAssess,
): Pick<FlightFacts, 'pilotLicensed' | 'pilotTrained'> {
  const trainings = held.filter(({ kind }) => kind === 'airspace_training');
  return {
    pilotLicensed: holdsFor(held, papers?.droneClass ?? 'large', during),
    pilotTrained: coversDays(trainings, during),
  };
}
