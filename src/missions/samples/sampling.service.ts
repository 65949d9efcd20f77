import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EquipmentService } from '../../equipment/index.js';
import { AccessService, asUser, type UserActor } from '../../identity/index.js';
import { Clock, newId, type Tx, violates } from '../../platform/index.js';
import type { Flight } from '../flights/flight.entity.js';
import { FlightRepository } from '../flights/flight.repository.js';
import type { FlightState } from '../flights/flight.rules.js';
import { MissionErrors } from '../missions.errors.js';
import type { Sample } from './sample.entity.js';
import { SamplePeople } from './sample-people.service.js';
import { SampleRepository, type WholeSample } from './sample.repository.js';
import { isFuture, sameName, sameSeal } from './sample.rules.js';
import type { SampleEntry } from './sample.schemas.js';

type Entry = z.output<typeof SampleEntry>;
type DroneColumns = Pick<Sample, 'flightId' | 'payloadId' | 'depthMetres' | 'bottle' | 'outsideFlight'>;

const BY_HAND: DroneColumns = { flightId: null, payloadId: null, depthMetres: null, bottle: null, outsideFlight: null };
/** Of such a flight nothing came back. */
const NEVER_FLOWN: readonly FlightState[] = ['draft', 'refused', 'cancelled'];

/** Makes the record of a sample out of what the two people at the place say. No access decision is taken here. */
@Injectable()
export class Sampling {
  constructor(
    private readonly samples: SampleRepository,
    private readonly people: SamplePeople,
    private readonly flights: FlightRepository,
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /** @throws SAMPLE_…, SEAL_TAKEN, SEAL_TWICE */
  async take(tx: Tx, entry: Entry): Promise<WholeSample> {
    const sampler = asUser(tx.actor);
    refuseUnsound(entry, this.clock.now());
    const second = await this.people.known(tx, entry.second);
    const isSame = second.userId === null ? sameName(second.name, sampler.name) : second.userId === sampler.id;
    if (isSame) throw MissionErrors.SAMPLE_SECOND_PERSON_SAME();
    const sample: Sample = {
      ...toColumns(entry),
      ...(await this.drone(tx, entry)),
      id: newId(),
      number: await this.samples.nextNumber(tx),
      unitId: sampler.unitId,
      takenBy: sampler.id,
      takenByName: sampler.name,
      secondId: second.userId,
      secondName: second.name,
      recordedAt: this.clock.now(),
    };
    const whole = withPortions(sample, entry, sampler);
    await this.insert(tx, whole);
    return whole;
  }

  private async drone(tx: Tx, { drone, takenAt }: Entry): Promise<DroneColumns> {
    if (!drone) return BY_HAND;
    const planned = await this.flights.find(tx, drone.flightId);
    if (!planned || !this.sees(tx, planned.flight)) throw MissionErrors.SAMPLE_FLIGHT_UNKNOWN();
    const { state, during } = planned.flight;
    if (NEVER_FLOWN.includes(state)) throw MissionErrors.SAMPLE_FLIGHT_NOT_FLOWN({ state });
    const payload = await this.equipment.findDevice(tx, { id: drone.payloadId });
    if (!payload) throw MissionErrors.SAMPLE_PAYLOAD_UNKNOWN();
    if (payload.category !== 'payload')
      throw MissionErrors.SAMPLE_PAYLOAD_NOT_PAYLOAD({ assetCode: payload.assetCode });
    return { ...drone, outsideFlight: takenAt < during.from || takenAt >= during.to };
  }

  private sees(tx: Tx, { id, unitId, pilotId, caseId }: Flight): boolean {
    return this.access
      .allowed(tx.actor, 'flight.read', [{ id, unitIds: [unitId], userIds: pilotId === null ? [] : [pilotId], caseId }])
      .has(id);
  }

  private async insert(tx: Tx, whole: WholeSample): Promise<void> {
    try {
      await this.samples.insert(tx, whole);
    } catch (error) {
      if (!violates(error, 'sample_seal_number_key')) throw error;
      const sealNumber = whole.seals.map(({ number }) => number).join(', ');
      throw MissionErrors.SEAL_TAKEN({ sealNumber }, error);
    }
  }
}

function refuseUnsound({ takenAt, portions }: Entry, now: Date): void {
  if (isFuture(takenAt, now)) throw MissionErrors.SAMPLE_IN_THE_FUTURE();
  if (!portions.some(({ part }) => part === 'test')) throw MissionErrors.SAMPLE_WITHOUT_TEST_PORTION();
  const numbers = portions.map(({ sealNumber }) => sealNumber);
  const twice = numbers.find((number, at) => numbers.findIndex((other) => sameSeal(other, number)) !== at);
  if (twice !== undefined) throw MissionErrors.SEAL_TWICE({ sealNumber: twice });
}

function toColumns(entry: Entry) {
  const { caseId, takenAt, position, accuracyMetres, place, medium, matrix, preservation, secondRole } = entry;
  const { weather, temperatureCelsius, wantedItems, note } = entry;
  return {
    caseId: caseId ?? null,
    takenAt,
    position,
    accuracyMetres: accuracyMetres ?? null,
    place,
    medium,
    matrix: matrix ?? null,
    preservation,
    secondRole,
    weather: weather ?? null,
    temperatureCelsius: temperatureCelsius ?? null,
    wantedItems,
    note: note ?? null,
  };
}

function withPortions(sample: Sample, { portions, photoIds }: Entry, sampler: UserActor): WholeSample {
  const { id: sampleId, takenAt, recordedAt } = sample;
  const numbered = portions.map((portion, index) => ({ ...portion, id: newId(), ordinal: index + 1 }));
  return {
    sample,
    portions: numbered.map(({ id, ordinal, part, container, amount }) => ({
      id,
      sampleId,
      ordinal,
      part,
      container,
      amount: amount?.value ?? null,
      amountUnit: amount?.unit ?? null,
    })),
    seals: numbered.map(({ id: portionId, sealNumber }) => ({
      id: newId(),
      number: sealNumber,
      portionId,
      appliedAt: takenAt,
      appliedBy: sampler.name,
      brokenAt: null,
      brokenBy: null,
      brokenReason: null,
    })),
    handOvers: numbered.map(({ id: portionId }) => ({
      id: newId(),
      portionId,
      ordinal: 1,
      purpose: 'taken',
      toUserId: sampler.id,
      toName: sampler.name,
      toOrganisation: null,
      at: takenAt,
      sealIntact: true,
      temperatureCelsius: null,
      note: null,
      recordedBy: sampler.id,
      recordedByName: sampler.name,
      recordedAt,
    })),
    photos: photoIds.map((fileId, index) => ({ sampleId, fileId, ordinal: index + 1 })),
  };
}
