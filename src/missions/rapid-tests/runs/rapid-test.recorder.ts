import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../../equipment/index.js';
import { newId, type Tx } from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionErrors } from '../../missions.errors.js';
import { MissionEvents } from '../../missions.events.js';
import type { ReceivedReading } from './completion.rules.js';
import type { RapidTest } from '../rapid-test.entity.js';
import { RapidTestRepository } from '../rapid-test.repository.js';
import { judgeRun, type Reading } from '../verdict/rapid-test.rules.js';
import type { RunAccount } from './run-account.js';
import type { RapidTestOrigin } from '../run.codes.js';
import { type HeldInstrument, RunCircumstancesReader, toRunDetails } from './run-circumstances.service.js';

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
  readonly account: RunAccount;
}

/** Turns readings into runs, whichever way they came in. */
@Injectable()
export class RapidTestRecorder {
  constructor(
    private readonly runs: RapidTestRepository,
    private readonly equipment: EquipmentService,
    private readonly circumstances: RunCircumstancesReader,
    private readonly journal: MissionJournal,
  ) {}

  /** @throws RAPID_TEST_DEVICE_UNKNOWN */
  async instrument(tx: Tx, deviceId: string, at: Date): Promise<HeldInstrument> {
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    if (device === undefined) throw MissionErrors.RAPID_TEST_DEVICE_UNKNOWN();
    return { device, custody: await this.equipment.custodyAt(tx, deviceId, at) };
  }

  /** Judges and keeps a reading; a redelivery changes nothing and gives the run that is there. @throws METHOD_CARD_UNKNOWN */
  async record(tx: Tx, held: HeldInstrument, draft: RunDraft): Promise<{ run: RapidTest; duplicate: boolean }> {
    const received = draft.origin === 'instrument' ? toReceived(draft.reading) : null;
    const run = { ...(await this.judged(tx, held, draft)), ...NOT_COMPLETED, id: newId(), received };
    if (!(await this.runs.insert(tx, run))) {
      const kept = await this.runs.findByDelivery(tx, draft.deliveryKey);
      if (kept === null) throw new Error('a run with this delivery key was there a moment ago');
      return { run: kept, duplicate: true };
    }
    await this.runs.addPhotos(tx, run.id, draft.account.photos);
    await this.tell(tx, 'rapidTest.record', run);
    return { run, duplicate: false };
  }

  /** A person adds to what the instrument sent, which stays as it came, and the run is judged anew. */
  async complete(tx: Tx, run: RapidTest, draft: RunDraft, by: Completion): Promise<RapidTest> {
    const held = await this.instrument(tx, run.deviceId, draft.reading.at);
    const { id, toldAt, toldTo, received } = run;
    const completed: RapidTest = { ...(await this.judged(tx, held, draft)), ...by, toldAt, toldTo, id, received };
    await this.runs.save(tx, completed);
    await this.runs.addPhotos(tx, run.id, draft.account.photos);
    const before = { flags: run.flags, verdict: run.verdict };
    await this.tell(tx, 'rapidTest.complete', completed, { added: by.completedFields, before });
    return completed;
  }

  /** The run that a reading would be; nothing is kept. @throws METHOD_CARD_UNKNOWN */
  async judged(tx: Tx, held: HeldInstrument, draft: RunDraft): Promise<JudgedRun> {
    const { reading, account } = draft;
    const operatorId = draft.operatorId ?? held.custody?.holderUserId ?? null;
    const { target, sample, cardId, record } = account;
    const gathered = await this.circumstances.gather(tx, held, { reading, operatorId, target, sample, cardId });
    const judged = judgeRun(reading, gathered.known, record);
    // A limit is kept only where it decided something, so that no reader takes it for applied.
    const isDecided = judged.verdict === 'below' || judged.verdict === 'exceeds';
    const applied = isDecided && gathered.limit?.is === 'found' ? gathered.limit.row : null;
    return {
      ...toColumns(held, draft, operatorId),
      lotId: judged.lotId ?? null,
      flags: judged.flags,
      verdict: judged.verdict,
      reason: judged.reason ?? null,
      result: judged.result,
      belowDetection: judged.belowDetection,
      exceedFactor: judged.exceedFactor,
      cardId: gathered.card?.id ?? null,
      limitId: applied?.id ?? null,
      limitRow: applied,
      limitSource: applied && (target?.source ?? null),
      notice: judged.notice,
      details: toRunDetails(gathered, judged, operatorId),
    };
  }

  private async tell(tx: Tx, action: string, run: RapidTest, further: Record<string, unknown> = {}): Promise<void> {
    const {
      id: rapidTestId,
      deviceId,
      unitId,
      operatorId,
      caseId,
      verdict,
      item,
      value,
      outcome,
      unit,
      at,
      flags,
    } = run;
    await this.journal.record(tx, {
      action,
      subject: { kind: 'rapid_test', id: rapidTestId },
      details: { deviceId, item, value, outcome, unit, at, flags, verdict, ...further },
      event: MissionEvents['missions.rapid_test_recorded'],
      aggregate: `device:${deviceId}`,
      fact: { rapidTestId, deviceId, unitId, operatorId, caseId, verdict },
    });
  }
}

type Completion = Pick<RapidTest, 'completedBy' | 'completedAt' | 'completedFields'>;
export type JudgedRun = Omit<RapidTest, 'id' | 'received' | keyof Completion>;

export const NOT_COMPLETED: Completion = { completedBy: null, completedAt: null, completedFields: null };

export function toReceived({ at, item, value, unit, lot, readings = [], position }: Reading): ReceivedReading {
  const place = position ? { lon: position.lon, lat: position.lat } : null;
  const said = { value: value ?? null, unit: unit ?? null, lot: lot ?? null };
  return { at: at.toISOString(), item, ...said, readings: [...readings], position: place };
}

function toColumns({ device, custody }: HeldInstrument, draft: RunDraft, operatorId: string | null) {
  const { reading, receivedAt, origin, deliveryKey, account } = draft;
  const { record, sample, temperatureCelsius, rawReading, note, authority } = account;
  return {
    deviceId: device.id,
    unitId: custody?.holderUnitId ?? device.unitId,
    operatorId,
    custodyId: custody?.id ?? null,
    bookingId: custody?.bookingId ?? null,
    caseId: draft.caseId ?? custody?.caseId ?? null,
    origin,
    item: reading.item,
    value: reading.value ?? null,
    outcome: record.outcome ?? null,
    unit: reading.unit ?? null,
    readings: reading.readings ?? [],
    lotNumber: reading.lot ?? null,
    position: reading.position ?? sample?.position ?? null,
    at: reading.at,
    receivedAt,
    deliveryKey,
    sampleId: sample?.id ?? null,
    medium: sample?.medium ?? account.medium,
    matrix: record.matrix ?? null,
    dilution: record.dilution,
    startedAt: record.startedAt ?? null,
    temperatureCelsius,
    rawReading,
    note,
    authority,
    toldAt: null,
    toldTo: null,
  };
}
