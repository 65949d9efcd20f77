import { Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import { DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { Sample, type SampleHandOver, type SamplePortion, type SampleSeal } from '../samples/sample.entity.js';
import { SampleRepository } from '../samples/sample.repository.js';
import { DemoFlight } from './demo-flight.js';
import { CANGZHOU, DemoMissionGround } from './demo-mission.ground.js';
import { DEMO_SAMPLES, type DemoHand, type DemoPortion, type DemoSample } from './demo-samples.data.js';

const PAYLOAD = 'airborne-water-sampler';
const BY_HAND = { flightId: null, payloadId: null, depthMetres: null, bottle: null, outsideFlight: null } as const;

interface Two {
  readonly officer: Person;
  readonly second: Person;
}

/** Samples with their portions, seals and chains: by hand, by an aircraft, and one that lacks what a dispute would ask for. */
@Injectable()
export class DemoSamplesSeed {
  constructor(
    private readonly ground: DemoMissionGround,
    private readonly flight: DemoFlight,
    private readonly samples: SampleRepository,
  ) {}

  @DemonstrationSeed(41)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(Sample).count()) > 0) return;
    const two = {
      officer: await this.ground.own(tx, 'field_officer'),
      second: await this.ground.own(tx, 'case_handler'),
    };
    for (const demo of DEMO_SAMPLES) await this.take(tx, demo, two);
  }

  private async take(tx: Tx, demo: DemoSample, two: Two): Promise<void> {
    const sample = await this.sampleOf(tx, demo, two);
    const portions = demo.portions.map((portion, nth) => this.portionOf(sample, portion, nth + 1));
    const seals: SampleSeal[] = [];
    const handOvers: SampleHandOver[] = [];
    for (const { row, portion } of portions) {
      seals.push(...this.sealsOf(row.id, portion, sample, two.officer));
      handOvers.push(...(await this.chainOf(tx, row.id, portion, sample, two.officer)));
    }
    await this.samples.insert(tx, { sample, portions: portions.map(({ row }) => row), seals, handOvers, photos: [] });
  }

  private async sampleOf(tx: Tx, demo: DemoSample, { officer, second }: Two): Promise<Sample> {
    const { place, position, medium, matrix, preservation, weather, celsius, items } = demo;
    const { id: caseId } = await this.ground.case(tx);
    const takenAt = this.ground.hour(demo.takenHour);
    return {
      ...(await this.droneColumns(tx, demo)),
      id: newId(),
      number: await this.samples.nextNumber(tx),
      unitId: officer.unitId,
      caseId,
      takenBy: officer.id,
      takenByName: officer.displayName,
      secondId: second.id,
      secondName: second.displayName,
      secondRole: 'sampler',
      takenAt,
      recordedAt: takenAt,
      position,
      accuracyMetres: 3,
      place,
      medium,
      matrix,
      preservation,
      weather,
      temperatureCelsius: celsius,
      wantedItems: items,
      note: null,
    };
  }

  private async droneColumns(tx: Tx, { drone, position }: DemoSample) {
    if (!drone) return BY_HAND;
    const { id: payloadId } = await this.ground.pool.device(tx, PAYLOAD, CANGZHOU);
    return { ...drone, payloadId, flightId: await this.flight.fly(tx, position), outsideFlight: false };
  }

  private portionOf({ id: sampleId }: Sample, portion: DemoPortion, ordinal: number) {
    const { part, container, amount } = portion;
    const row: SamplePortion = {
      id: newId(),
      sampleId,
      ordinal,
      part,
      container,
      amount: amount[0],
      amountUnit: amount[1],
    };
    return { row, portion };
  }

  private sealsOf(portionId: string, { seal, hands = [] }: DemoPortion, sample: Sample, officer: Person): SampleSeal[] {
    const { takenAt, takenByName } = sample;
    const whole = { portionId, brokenAt: null, brokenBy: null, brokenReason: null };
    const opened = hands.find(({ reseal }) => reseal !== undefined);
    const first = { ...whole, id: newId(), number: seal, appliedAt: takenAt, appliedBy: takenByName };
    if (!opened?.reseal) return [first];
    const at = this.ground.hour(opened.hour);
    const { displayName: by } = officer;
    return [
      { ...first, brokenAt: at, brokenBy: by, brokenReason: opened.reseal.reason },
      { ...whole, id: newId(), number: opened.reseal.number, appliedAt: at, appliedBy: by },
    ];
  }

  private async chainOf(
    tx: Tx,
    portionId: string,
    { hands = [] }: DemoPortion,
    { takenAt }: Sample,
    officer: Person,
  ): Promise<SampleHandOver[]> {
    const { id: recordedBy, displayName: recordedByName } = officer;
    const noted = { note: null, sealIntact: true, recordedBy, recordedByName };
    const taken = { toUserId: officer.id, toName: officer.displayName, toOrganisation: null };
    const start = { ...noted, ...taken, id: newId(), portionId, ordinal: 1, purpose: 'taken', at: takenAt } as const;
    const chain: SampleHandOver[] = [{ ...start, temperatureCelsius: null, recordedAt: takenAt }];
    for (const hand of hands) {
      const at = this.ground.hour(hand.hour);
      const common = { ...noted, ...(await this.receiver(tx, hand)), id: newId(), portionId, at, recordedAt: at };
      const temperatureCelsius = hand.celsius ?? null;
      chain.push({ ...common, ordinal: chain.length + 1, purpose: hand.purpose, temperatureCelsius });
    }
    return chain;
  }

  private async receiver(tx: Tx, { to }: DemoHand) {
    if (typeof to !== 'string') return { toUserId: null, toName: to.name, toOrganisation: to.organisation };
    const person = await this.ground.own(tx, to);
    return { toUserId: person.id, toName: person.displayName, toOrganisation: null };
  }
}
