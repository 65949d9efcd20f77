import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../../cases/index.js';
import { Photos } from '../../../equipment/index.js';
import { AccessService } from '../../../identity/index.js';
import { type Actor, Clock, newId, type Tx } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import type { Sample } from '../../samples/sample.entity.js';
import { SampleRepository } from '../../samples/sample.repository.js';
import { isFuture } from '../../samples/sample.rules.js';
import { contradiction } from './completion.rules.js';
import type { RapidTest } from '../rapid-test.entity.js';
import type { RunDraft } from './rapid-test.recorder.js';
import type { RapidTestCompletion, RapidTestEntry } from '../rapid-test.schemas.js';
import type { RunAccount } from './run-account.js';
import type { HeldInstrument } from './run-circumstances.service.js';

type Entry = z.output<typeof RapidTestEntry>;
type Completion = z.output<typeof RapidTestCompletion>;

/** Makes a draft of what people enter, as far as they may use what they name. */
@Injectable()
export class RunIntake {
  constructor(
    private readonly samples: SampleRepository,
    private readonly photos: Photos,
    private readonly access: AccessService,
    private readonly cases: CasesService,
    private readonly clock: Clock,
  ) {}

  /** @throws RAPID_TEST_IN_THE_FUTURE */
  refuseFuture(at: Date): void {
    if (isFuture(at, this.clock.now())) throw MissionErrors.RAPID_TEST_IN_THE_FUTURE();
  }

  /** The reading belongs to whoever holds the instrument: a case of one's own gives no right to speak for others. */
  requireInstrument(actor: Actor, { device, custody }: HeldInstrument): void {
    const unitIds = [custody?.holderUnitId ?? device.unitId];
    this.access.require(actor, 'rapidTest.record', [{ id: device.id, unitIds, caseId: custody?.caseId }]);
  }

  /** @throws NOT_FOUND, FORBIDDEN, RAPID_TEST_…, FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async draft(tx: Tx, actor: Actor, held: HeldInstrument, entry: Entry): Promise<RunDraft> {
    const { at, item, value, unit, lot, readings, position } = entry;
    const account = await this.account(tx, actor, entry, at);
    const caseId = entry.caseId ?? account.sample?.caseId ?? undefined;
    if (caseId && caseId !== held.custody?.caseId) await this.requireCase(tx, actor, caseId);
    return {
      reading: { at, item, value, unit, lot, readings, position },
      receivedAt: this.clock.now(),
      origin: 'manual',
      deliveryKey: Buffer.from(newId()),
      operatorId: actor.id,
      caseId,
      account,
    };
  }

  /** What the instrument sent is only added to. @throws RAPID_TEST_…, FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async completed(tx: Tx, actor: Actor, run: RapidTest, entry: Completion): Promise<RunDraft> {
    const { at, item, value, unit, lotNumber, readings, position, receivedAt, origin, deliveryKey } = run;
    const contradicted = contradiction({ unit, lot: lotNumber }, entry);
    if (contradicted) throw MissionErrors.RAPID_TEST_READING_STANDS({ ...contradicted });
    const reading = {
      at,
      item,
      value: value ?? undefined,
      unit: unit ?? entry.unit,
      lot: lotNumber ?? entry.lot,
      readings,
      position: position ?? undefined,
    };
    return {
      reading,
      receivedAt,
      origin,
      deliveryKey,
      operatorId: run.operatorId ?? undefined,
      caseId: run.caseId ?? undefined,
      account: await this.account(tx, actor, entry, at),
    };
  }

  private async account(
    tx: Tx,
    actor: Actor,
    entry: Completion & { readonly outcome?: Entry['outcome'] },
    at: Date,
  ): Promise<RunAccount> {
    const { target, startedAt, photos, sampleId } = entry;
    const sample = sampleId === undefined ? undefined : await this.sample(tx, actor, sampleId);
    if (sample && at < sample.takenAt) throw MissionErrors.RAPID_TEST_BEFORE_SAMPLE();
    if (startedAt && startedAt > at) throw MissionErrors.RAPID_TEST_START_AFTER_READING();
    const fileIds = photos.map(({ fileId }) => fileId);
    await this.photos.require(tx, actor, fileIds);
    return {
      ...toAccount(entry, sample),
      sample,
      target: target && toTarget(target, entry.matrix ?? sample?.matrix ?? undefined),
    };
  }

  /** One that the actor may see; also because a portion of it was handed to them. @throws RAPID_TEST_SAMPLE_UNKNOWN */
  private async sample(tx: Tx, actor: Actor, id: string): Promise<Sample> {
    const sample = await this.samples.find(tx, id);
    const userIds = sample ? await this.samples.holderIds(tx, id) : [];
    const subject = sample && { id, unitIds: [sample.unitId], caseId: sample.caseId, userIds };
    if (!subject || !this.access.allowed(actor, 'sample.read', [subject]).has(id))
      throw MissionErrors.RAPID_TEST_SAMPLE_UNKNOWN();
    return sample;
  }

  /** Seeing a case is not enough to write into it. */
  private async requireCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
    const { unitId } = await this.cases.requireVisible(tx, actor, caseId);
    this.access.require(actor, 'rapidTest.record', [{ id: caseId, unitIds: [unitId], caseId }]);
  }
}

function toAccount(
  entry: Completion & { readonly outcome?: Entry['outcome'] },
  sample: Sample | undefined,
): Omit<RunAccount, 'sample' | 'target'> {
  const { outcome, dilution, startedAt, controls, photos, medium, temperatureCelsius, rawReading, note } = entry;
  const matrix = entry.matrix ?? sample?.matrix ?? undefined;
  const photographed = photos.map(({ subject }) => subject);
  return {
    record: { outcome, dilution, startedAt, controls, photographed, matrix },
    photos,
    medium: medium ?? null,
    temperatureCelsius: temperatureCelsius ?? null,
    rawReading: rawReading ?? null,
    note: note ?? null,
    authority: entry.authority,
    cardId: entry.cardId,
  };
}

/** What was tested is what its limit is asked for, unless a wider name is stated. */
function toTarget(
  { source, ...place }: NonNullable<Entry['target']>,
  matrix: string | undefined,
): NonNullable<RunAccount['target']> {
  return { source, place: { ...place, matrix: place.matrix ?? matrix } };
}
