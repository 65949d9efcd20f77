import { Injectable } from '@nestjs/common';
import { type CustodySpan, type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { newId, type Tx } from '../../platform/index.js';
import { type LimitAnswer, LimitsService, type LimitWish } from '../../reference/index.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionErrors } from '../missions.errors.js';
import { MissionEvents } from '../missions.events.js';
import { rapidMethodOf } from './rapid-method.data.js';
import type { RapidTest } from './rapid-test.entity.js';
import { RapidTestRepository } from './rapid-test.repository.js';
import { judgeRun, type Reading, type RunJudgement, type RapidTestOrigin } from './rapid-test.rules.js';

/** An instrument and who held it when the reading was taken. */
export interface HeldInstrument {
  readonly device: DeviceSummary;
  readonly custody: CustodySpan | undefined;
}

/** A reading on its way to becoming a run. */
export interface RunDraft {
  readonly reading: Reading;
  readonly receivedAt: Date;
  readonly origin: RapidTestOrigin;
  /** The same for every redelivery of this reading. */
  readonly deliveryKey: Buffer;
  /** Who took it; unless said, the holder of the instrument. */
  readonly operatorId?: string | undefined;
  /** Unless said, the case of the holder's booking. */
  readonly caseId?: string | undefined;
  /** What is known of the place, so that its limit can be found, and who said so. */
  readonly target?: RunTarget | undefined;
}

export interface RunTarget {
  readonly place: Omit<LimitWish, 'item' | 'at'>;
  readonly source: string;
}

/** Turns readings into runs, whichever way they came in. */
@Injectable()
export class RapidTestRecorder {
  constructor(
    private readonly runs: RapidTestRepository,
    private readonly equipment: EquipmentService,
    private readonly limits: LimitsService,
    private readonly journal: MissionJournal,
  ) {}

  /** @throws RAPID_TEST_DEVICE_UNKNOWN */
  async instrument(tx: Tx, deviceId: string, at: Date): Promise<HeldInstrument> {
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    if (device === undefined) throw MissionErrors.RAPID_TEST_DEVICE_UNKNOWN();
    return { device, custody: await this.equipment.custodyAt(tx, deviceId, at) };
  }

  /** Judges and keeps a reading; a redelivery changes nothing and gives the run that is there. */
  async record(tx: Tx, held: HeldInstrument, draft: RunDraft): Promise<{ run: RapidTest; duplicate: boolean }> {
    const limit = await this.limitFor(tx, draft);
    const run = toRun(held, { ...draft, limit }, await this.judge(tx, held, draft.reading, limit));
    if (!(await this.runs.insert(tx, run))) {
      const kept = await this.runs.findByDelivery(tx, draft.deliveryKey);
      if (kept === null) throw new Error('a run with this delivery key was there a moment ago');
      return { run: kept, duplicate: true };
    }
    const { id: rapidTestId, deviceId, unitId, operatorId, caseId, verdict } = run;
    await this.journal.record(tx, {
      action: 'rapidTest.record',
      subject: { kind: 'rapid_test', id: rapidTestId },
      details: { deviceId, item: run.item, value: run.value, unit: run.unit, at: run.at, flags: run.flags, verdict },
      event: MissionEvents['missions.rapid_test_recorded'],
      aggregate: `device:${deviceId}`,
      fact: { rapidTestId, deviceId, unitId, operatorId, caseId, verdict },
    });
    return { run, duplicate: false };
  }

  private async limitFor(tx: Tx, { reading, target }: RunDraft): Promise<LimitAnswer | undefined> {
    if (target === undefined) return undefined;
    return this.limits.find(tx, { ...target.place, item: reading.item, at: reading.at });
  }

  private async judge(
    tx: Tx,
    { device, custody }: HeldInstrument,
    reading: Reading,
    limit: LimitAnswer | undefined,
  ): Promise<RunJudgement> {
    return judgeRun(reading, {
      inCustody: custody !== undefined,
      calibration: (await this.equipment.calibrationAt(tx, device.id, reading.at)).state,
      method: rapidMethodOf(device.kindCode),
      lots: custody === undefined ? [] : await this.equipment.lotsOf(tx, custody.id),
      limit,
    });
  }
}

interface AnsweredDraft extends RunDraft {
  readonly limit: LimitAnswer | undefined;
}

function toRun({ device, custody }: HeldInstrument, draft: AnsweredDraft, judged: RunJudgement): RapidTest {
  const { reading, receivedAt, origin, deliveryKey, target, limit } = draft;
  // A limit is kept only where it decided something, so that no reader takes it for applied.
  const isDecided = judged.verdict === 'below' || judged.verdict === 'exceeds';
  const applied = isDecided && limit?.is === 'found' ? limit.row : null;
  return {
    id: newId(),
    deviceId: device.id,
    unitId: custody?.holderUnitId ?? device.unitId,
    operatorId: draft.operatorId ?? custody?.holderUserId ?? null,
    custodyId: custody?.id ?? null,
    caseId: draft.caseId ?? custody?.caseId ?? null,
    origin,
    item: reading.item,
    value: reading.value,
    unit: reading.unit ?? null,
    readings: reading.readings ?? [],
    lotNumber: reading.lot ?? null,
    lotId: judged.lotId ?? null,
    position: reading.position ?? null,
    at: reading.at,
    receivedAt,
    flags: judged.flags,
    verdict: judged.verdict,
    reason: judged.reason ?? null,
    limitId: applied?.id ?? null,
    limitRow: applied,
    limitSource: applied && (target?.source ?? null),
    notice: judged.notice,
    deliveryKey,
  };
}
