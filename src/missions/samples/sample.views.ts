import type { z } from 'zod';
import type { Sample, SampleHandOver, SamplePortion, SampleSeal } from './sample.entity.js';
import type { PortionView, SampleFeatures, SampleView } from './sample.schemas.js';

export function toSampleView(sample: Sample): z.input<typeof SampleView> {
  return { ...toProperties(sample), position: sample.position };
}

export function toSampleFeature(sample: Sample): z.input<typeof SampleFeatures>['features'][number] {
  const { id, position } = sample;
  const geometry = { type: 'Point' as const, coordinates: [position.lon, position.lat] };
  return { type: 'Feature', id, geometry, properties: toProperties(sample) };
}

function toProperties(sample: Sample): Omit<z.input<typeof SampleView>, 'position'> {
  const { position: _position, flightId, payloadId, depthMetres, bottle, outsideFlight, ...same } = sample;
  const { takenAt, recordedAt, preservation, wantedItems } = sample;
  const isWhole = flightId !== null && payloadId !== null && depthMetres !== null && bottle !== null;
  return {
    ...same,
    takenAt: takenAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    preservation: [...preservation],
    wantedItems: [...wantedItems],
    drone: isWhole ? { flightId, payloadId, depthMetres, bottle, outsideFlight: outsideFlight ?? false } : null,
  };
}

/** What hangs on the portions of one sample. */
export interface PortionRecords {
  readonly seals: readonly SampleSeal[];
  readonly handOvers: readonly SampleHandOver[];
}

export function toPortionView(portion: SamplePortion, records: PortionRecords): z.input<typeof PortionView> {
  const seals = records.seals.filter(({ portionId }) => portionId === portion.id);
  const chain = records.handOvers.filter(({ portionId }) => portionId === portion.id).map(toHandOverView);
  const holder = chain.at(-1);
  if (!holder) throw new Error(`portion ${portion.id} has no chain`);
  const { id, ordinal, part, container, amount, amountUnit } = portion;
  return {
    id,
    ordinal,
    part,
    container,
    amount: amount !== null && amountUnit !== null ? { value: amount, unit: amountUnit } : null,
    sealNumber: seals.find(({ brokenAt }) => brokenAt === null)?.number ?? null,
    seals: seals.map(toSealView),
    holder,
    chain,
  };
}

function toSealView({ number, appliedAt, appliedBy, brokenAt, brokenBy, brokenReason }: SampleSeal) {
  return {
    number,
    appliedAt: appliedAt.toISOString(),
    appliedBy,
    brokenAt: brokenAt?.toISOString() ?? null,
    brokenBy,
    brokenReason,
  };
}

function toHandOverView(row: SampleHandOver) {
  const { ordinal, purpose, toUserId, toName, toOrganisation, sealIntact, temperatureCelsius, note, recordedByName } =
    row;
  return {
    ordinal,
    purpose,
    toUserId,
    toName,
    toOrganisation,
    at: row.at.toISOString(),
    sealIntact,
    temperatureCelsius,
    note,
    recordedByName,
    recordedAt: row.recordedAt.toISOString(),
  };
}
