import { Injectable } from '@nestjs/common';
import {
  type BookingCompany,
  type CalibrationAt,
  type CustodySpan,
  type DeviceSummary,
  EquipmentService,
} from '../../../equipment/index.js';
import { Qualifications, TRAINED_GROUPS } from '../../../identity/index.js';
import { chinaDateOf, type Tx } from '../../../platform/index.js';
import { type LimitAnswer, LimitsService, type LimitWish } from '../../../reference/index.js';
import type { MethodCardFacts } from '../../method-cards/method-card.rules.js';
import { MethodCards } from '../../method-cards/method-cards.service.js';
import type { Sample } from '../../samples/sample.entity.js';
import { SampleDesk } from '../../samples/sample-desk.service.js';
import type { Holding } from '../../samples/sample.rules.js';
import { rapidMethodOf } from '../verdict/rapid-method.data.js';
import type { Reading, RunCircumstances, RunJudgement, TakenLot } from '../verdict/rapid-test.rules.js';
import { VERDICT_RULES } from '../run.codes.js';
import type { RunDetails, TrainingState } from './run.details.js';

/** An instrument and who held it when the reading was taken. */
export interface HeldInstrument {
  readonly device: DeviceSummary;
  readonly custody: CustodySpan | undefined;
}

/** What is known of the place that was sampled, so that its limit can be found, and who said so. */
export interface RunTarget {
  readonly place: Omit<LimitWish, 'item' | 'at'>;
  readonly source: string;
}

/** What a run is about, beside the instrument. */
export interface RunSubject {
  readonly reading: Reading;
  readonly operatorId: string | null;
  readonly target?: RunTarget | undefined;
  readonly sample?: Sample | undefined;
  /** The card that was followed; unless said, the only one that serves. */
  readonly cardId?: string | undefined;
}

/** Everything the rules look at, with what of it is kept. */
export interface GatheredRun {
  readonly known: RunCircumstances;
  readonly limit: LimitAnswer | undefined;
  readonly card: MethodCardFacts | undefined;
  readonly calibration: CalibrationAt;
  readonly holding: Holding | undefined;
  readonly training: TrainingState;
  readonly booking: BookingCompany | undefined;
}

/** Collects what was the case when a reading was taken. */
@Injectable()
export class RunCircumstancesReader {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly cards: MethodCards,
    private readonly limits: LimitsService,
    private readonly desk: SampleDesk,
    private readonly qualifications: Qualifications,
  ) {}

  /** @throws METHOD_CARD_UNKNOWN */
  async gather(tx: Tx, held: HeldInstrument, subject: RunSubject): Promise<GatheredRun> {
    const { device, custody } = held;
    const { reading, operatorId } = subject;
    const lots = custody === undefined ? [] : await this.equipment.lotsOf(tx, custody.id);
    const card = await this.card(tx, device, subject, lots);
    const calibration = await this.equipment.calibrationAt(tx, device.id, reading.at);
    const holding = await this.holding(tx, subject);
    const limit = await this.limit(tx, subject);
    const known: RunCircumstances = {
      inCustody: custody !== undefined,
      calibration: calibration.state,
      method: rapidMethodOf(device.kindCode),
      card,
      lots,
      limit,
      holding: holding?.state,
    };
    const training = await this.training(tx, device, operatorId, reading.at);
    return { known, limit, card, calibration, holding, training, booking: await this.booking(tx, custody) };
  }

  private async card(
    tx: Tx,
    { kindCode }: DeviceSummary,
    { reading, cardId }: RunSubject,
    lots: readonly TakenLot[],
  ): Promise<MethodCardFacts | undefined> {
    if (cardId !== undefined) return this.cards.required(tx, cardId);
    const kitCodes = lots.map((lot) => lot.kitCode);
    return this.cards.serving(tx, { item: reading.item, deviceKindCode: kindCode, kitCodes });
  }

  private async limit(tx: Tx, { reading, target }: RunSubject): Promise<LimitAnswer | undefined> {
    if (target === undefined) return undefined;
    return this.limits.find(tx, { ...target.place, item: reading.item, at: reading.at });
  }

  private async holding(tx: Tx, { sample, reading }: RunSubject): Promise<Holding | undefined> {
    return sample && this.desk.holding(tx, sample, reading.item, reading.at);
  }

  private async training(
    tx: Tx,
    { category }: DeviceSummary,
    operatorId: string | null,
    at: Date,
  ): Promise<TrainingState> {
    if (!TRAINED_GROUPS.some((group) => group === category)) return 'not_needed';
    if (operatorId === null) return 'unknown';
    const day = chinaDateOf(at);
    const standing = await this.qualifications.standingOf(tx, [operatorId]);
    const holds = standing.some(
      ({ kind, scope, validFrom, validUntil }) =>
        kind === 'tester_training' &&
        scope === category &&
        validFrom <= day &&
        (validUntil === null || day <= validUntil),
    );
    return holds ? 'valid' : 'missing';
  }

  private async booking(tx: Tx, custody: CustodySpan | undefined): Promise<BookingCompany | undefined> {
    const { bookingId = null } = custody ?? {};
    return bookingId === null ? undefined : this.equipment.companyOf(tx, bookingId);
  }
}

/** What of it all is kept with the run. */
export function toRunDetails(
  { card, limit, calibration, holding, training, booking, known }: GatheredRun,
  judged: RunJudgement,
  operatorId: string | null,
): RunDetails {
  const lot = known.lots.find(({ lotId }) => lotId === judged.lotId);
  return {
    rules: VERDICT_RULES,
    card: card ?? null,
    controls: judged.controls,
    deviationPercent: judged.deviationPercent,
    calibration: {
      state: calibration.state,
      certificate: calibration.certificate ?? null,
      dueOn: calibration.dueOn ?? null,
    },
    kit: lot ? { lotId: lot.lotId, kitCode: lot.kitCode, lotNumber: lot.lotNumber, usableUntil: lot.expiresOn } : null,
    training,
    booking: booking
      ? {
          id: booking.id,
          testerBooked: operatorId !== null && booking.testerIds.includes(operatorId),
          lotReserved: lot !== undefined && booking.lotIds.includes(lot.lotId),
        }
      : null,
    holding: holding ? { ...holding, dueAt: holding.dueAt?.toISOString() ?? null } : null,
    missing: limit?.is === 'unstated' ? limit.missing : [],
  };
}
