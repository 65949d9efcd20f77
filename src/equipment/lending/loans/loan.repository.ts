import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../../identity/index.js';
import type { Tx } from '../../../platform/index.js';
import { SqlValues } from '../../register/pool/sql-values.js';
import type { JourneyState } from './journey.rules.js';
import type { SlipDevice } from './loan-slip.paper.js';
import { LoanJourney, LoanStep, LoanStepPhoto } from './loan.entity.js';

/** A journey with its device and its last step. */
export interface JourneyRow {
  readonly id: string;
  readonly bookingId: string;
  readonly deviceId: string;
  readonly assetCode: string;
  readonly ownerUnitId: string;
  readonly borrowerUnitId: string;
  readonly state: JourneyState;
  readonly lastAt: Date;
  readonly carrier: string | null;
  readonly waybill: string | null;
  /** The last place anybody told. */
  readonly lon: number | null;
  readonly lat: number | null;
  /** The place told with the last step. */
  readonly lastLon: number | null;
  readonly lastLat: number | null;
}

export interface JourneyFilter {
  readonly scope: AccessScope;
  readonly bookingId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly unitId?: string | undefined;
  readonly state?: JourneyState | undefined;
  readonly open?: boolean | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const SELECT = `
  SELECT j.id, j.booking_id AS "bookingId", j.device_id AS "deviceId", d.asset_code AS "assetCode",
    j.owner_unit_id AS "ownerUnitId", j.borrower_unit_id AS "borrowerUnitId", j.state,
    step.at AS "lastAt", sent.carrier, sent.waybill, place.position[0] AS lon, place.position[1] AS lat,
    step.position[0] AS "lastLon", step.position[1] AS "lastLat"
  FROM loan_journey j
  JOIN device d ON d.id = j.device_id
  JOIN LATERAL (SELECT at, position FROM loan_step WHERE journey_id = j.id ORDER BY id DESC LIMIT 1) step ON true
  LEFT JOIN LATERAL (
    SELECT carrier, waybill FROM loan_step WHERE journey_id = j.id AND carrier IS NOT NULL ORDER BY id DESC LIMIT 1) sent
    ON true
  LEFT JOIN LATERAL (
    SELECT position FROM loan_step WHERE journey_id = j.id AND position IS NOT NULL ORDER BY id DESC LIMIT 1) place ON true`;

/** Journeys of lent devices. Every change is made under the lock of the device. */
@Injectable()
export class LoanRepository {
  /** @throws a violation of `loan_journey_open_key` or `loan_journey_line_key` */
  async insert(tx: Tx, journey: LoanJourney): Promise<void> {
    await tx.repository(LoanJourney).insert(journey);
  }

  async advance(tx: Tx, id: string, state: JourneyState, at: Date): Promise<void> {
    await tx.repository(LoanJourney).update({ id }, { state, updatedAt: at });
  }

  async addStep(tx: Tx, step: LoanStep, photoIds: readonly string[]): Promise<void> {
    await tx.repository(LoanStep).insert(step);
    if (photoIds.length === 0) return;
    await tx.repository(LoanStepPhoto).insert(photoIds.map((fileId) => ({ stepId: step.id, fileId })));
  }

  async find(tx: Tx, ids: readonly string[]): Promise<JourneyRow[]> {
    return tx.query<JourneyRow>(`${SELECT} WHERE j.id = ANY($1) ORDER BY d.asset_code`, [ids]);
  }

  async ofBooking(tx: Tx, bookingId: string): Promise<JourneyRow[]> {
    return tx.query<JourneyRow>(`${SELECT} WHERE j.booking_id = $1 ORDER BY d.asset_code, j.id`, [bookingId]);
  }

  /** The latest that was not given up before it began. */
  async latestOf(tx: Tx, deviceId: string): Promise<JourneyRow | undefined> {
    return tx.queryOne<JourneyRow>(
      `${SELECT} WHERE j.device_id = $1 AND j.state <> 'cancelled' ORDER BY j.id DESC LIMIT 1`,
      [deviceId],
    );
  }

  /** Newest first. */
  async list(tx: Tx, filter: JourneyFilter): Promise<JourneyRow[]> {
    const values = new SqlValues();
    return tx.query<JourneyRow>(
      `${SELECT} WHERE ${conditionsOf(filter, values).join(' AND ')} ORDER BY j.id DESC LIMIT ${values.at(filter.limit)}`,
      values.list,
    );
  }

  /** As the slip lists them. */
  async slipDevices(tx: Tx, deviceIds: readonly string[]): Promise<SlipDevice[]> {
    return tx.query<SlipDevice>(
      `SELECT d.asset_code AS "assetCode", k.name_zh AS name, d.model, d.serial,
         ARRAY(SELECT p.asset_code FROM device p WHERE p.part_of_id = d.id ORDER BY lower(p.asset_code)) AS parts
       FROM device d JOIN device_kind k ON k.id = d.kind_id
       WHERE d.id = ANY($1) ORDER BY lower(d.asset_code)`,
      [deviceIds],
    );
  }

  async steps(tx: Tx, journeyIds: readonly string[]): Promise<LoanStep[]> {
    return tx
      .repository(LoanStep)
      .createQueryBuilder('s')
      .where('s.journeyId = ANY (:journeyIds)', { journeyIds })
      .orderBy('s.id', 'ASC')
      .getMany();
  }

  async photosOf(tx: Tx, stepIds: readonly string[]): Promise<LoanStepPhoto[]> {
    return tx
      .repository(LoanStepPhoto)
      .createQueryBuilder('p')
      .where('p.stepId = ANY (:stepIds)', { stepIds })
      .orderBy('p.fileId', 'ASC')
      .getMany();
  }

  async journeysShowing(tx: Tx, fileId: string): Promise<JourneyRow[]> {
    return tx.query<JourneyRow>(
      `${SELECT} WHERE j.id IN (SELECT s.journey_id FROM loan_step s JOIN loan_step_photo p ON p.step_id = s.id
         WHERE p.file_id = $1)`,
      [fileId],
    );
  }
}

function conditionsOf(filter: JourneyFilter, values: SqlValues): string[] {
  const { scope, bookingId, deviceId, unitId, state, open, before } = filter;
  const unitIds = values.at(scope.unitIds);
  const conditions = [`(j.owner_unit_id = ANY(${unitIds}) OR j.borrower_unit_id = ANY(${unitIds}))`];
  if (bookingId) conditions.push(`j.booking_id = ${values.at(bookingId)}`);
  if (deviceId) conditions.push(`j.device_id = ${values.at(deviceId)}`);
  if (unitId) conditions.push(`${values.at(unitId)} IN (j.owner_unit_id, j.borrower_unit_id)`);
  if (state) conditions.push(`j.state = ${values.at(state)}`);
  if (open !== undefined) conditions.push(`j.state ${open ? 'NOT IN' : 'IN'} ('return_received', 'cancelled')`);
  if (before) conditions.push(`j.id < ${values.at(before)}`);
  return conditions;
}
