import { Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import { chinaDateOf, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { ConfirmationRepository } from '../rapid-tests/confirmations/confirmation.repository.js';
import { RapidTest } from '../rapid-tests/rapid-test.entity.js';
import { NOT_COMPLETED, RapidTestRecorder, toReceived } from '../rapid-tests/runs/rapid-test.recorder.js';
import { RapidTestRepository } from '../rapid-tests/rapid-test.repository.js';
import { BARE_ACCOUNT, type RunAccount } from '../rapid-tests/runs/run-account.js';
import { Sample, SamplePortion } from '../samples/sample.entity.js';
import { CANGZHOU, DemoMissionGround } from './demo-mission.ground.js';
import { DEMO_LABORATORY, DEMO_RUNS, DEMO_TARGET, type DemoConfirmation, type DemoRun } from './demo-runs.data.js';

const MINUTE_MS = 60_000;
const ON_ITS_WAY_MS = 2_000;

/** Runs of every verdict, judged by the rules, with what a laboratory was asked and found. */
@Injectable()
export class DemoRunsSeed {
  constructor(
    private readonly ground: DemoMissionGround,
    private readonly recorder: RapidTestRecorder,
    private readonly runs: RapidTestRepository,
    private readonly confirmations: ConfirmationRepository,
  ) {}

  @DemonstrationSeed(42)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(RapidTest).count()) > 0) return;
    const { id: caseId } = await this.ground.case(tx);
    const handler = await this.ground.own(tx, 'case_handler');
    const sample = await tx.repository(Sample).findOneOrFail({ where: { caseId }, order: { takenAt: 'ASC' } });
    for (const demo of DEMO_RUNS) {
      const run = await this.run(tx, demo, caseId, demo.sampled ? sample : undefined);
      await this.runs.insert(tx, run);
      if (demo.confirmation) await this.confirm(tx, run, demo.confirmation, handler);
    }
  }

  private async run(tx: Tx, demo: DemoRun, caseId: string, sample: Sample | undefined): Promise<RapidTest> {
    const { instrument, origin, hour, item, value, unit } = demo;
    const at = this.ground.hour(hour);
    const { id: deviceId } = await this.ground.pool.device(tx, instrument, CANGZHOU);
    const held = await this.recorder.instrument(tx, deviceId, at);
    const reading = { at, item, value, unit };
    const judged = await this.recorder.judged(tx, held, {
      reading,
      receivedAt: new Date(at.getTime() + ON_ITS_WAY_MS),
      origin,
      deliveryKey: Buffer.from(newId()),
      caseId,
      account: accountOf(demo, at, sample),
    });
    const received = origin === 'instrument' ? toReceived(reading) : null;
    return { ...judged, ...NOT_COMPLETED, id: newId(), received };
  }

  private async confirm(
    tx: Tx,
    run: RapidTest,
    { requestedHour, report }: DemoConfirmation,
    { id: requestedBy, displayName: requestedByName }: Person,
  ): Promise<void> {
    const { sampleId } = run;
    const portion = sampleId === null ? null : await tx.repository(SamplePortion).findOneBy({ sampleId, part: 'test' });
    const endedAt = report ? this.ground.hour(report.hour) : null;
    await this.confirmations.add(tx, {
      ...DEMO_LABORATORY,
      id: newId(),
      rapidTestId: run.id,
      portionId: portion?.id ?? null,
      dueOn: null,
      note: null,
      state: report ? 'reported' : 'requested',
      requestedBy,
      requestedByName,
      requestedAt: this.ground.hour(requestedHour),
      reportNumber: report?.number ?? null,
      reportedOn: endedAt && chinaDateOf(endedAt),
      value: report?.value ?? null,
      unit: report?.unit ?? null,
      finding: report?.finding ?? null,
      reportFileId: null,
      endedBy: report ? requestedBy : null,
      endedByName: report ? requestedByName : null,
      endedAt,
      endingReason: null,
    });
  }
}

function accountOf(demo: DemoRun, at: Date, sample: Sample | undefined): RunAccount {
  const { controls = [], startedMinutesBefore, rawReading = null, targeted } = demo;
  const startedAt =
    startedMinutesBefore === undefined ? undefined : new Date(at.getTime() - startedMinutesBefore * MINUTE_MS);
  return {
    ...BARE_ACCOUNT,
    record: { ...BARE_ACCOUNT.record, controls, startedAt },
    medium: 'surface_water',
    rawReading,
    sample,
    target: targeted ? DEMO_TARGET : undefined,
  };
}
