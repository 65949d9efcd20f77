import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import { chinaDateOf, type Period, type Tx } from '../../../platform/index.js';
import { Wishes } from '../alternatives/wishes.service.js';
import { LoanTerms } from '../approvals/loan-terms.service.js';
import { type CandidateRow, ReservationRepository } from '../bookings/reservation.repository.js';
import { LotRepository } from '../../upkeep/lots/lot.repository.js';
import type { Capacity } from '../crew/crew.rules.js';
import { Crew } from '../crew/crew.service.js';
import { DispatchFacts } from './dispatch-facts.js';
import type { DispatchDevice, DispatchLot, DispatchPerson } from './dispatch.types.js';

/** What is looked for, for whom, when and near what. */
export interface DispatchWish {
  readonly unitId: string;
  readonly during: Period;
  readonly place: Position;
  readonly kindCode?: string;
  readonly limit: number;
}

const MOST_PEOPLE = 5;

/** What could be sent somewhere: devices that are free, who could go along, and what they would take. No access decision is taken here. */
@Injectable()
export class DispatchPool {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly wishes: Wishes,
    private readonly terms: LoanTerms,
    private readonly crew: Crew,
    private readonly lots: LotRepository,
    private readonly supplies: DispatchFacts,
  ) {}

  /** Nearest first, by where each is kept; those of unknown place last. @throws DEVICE_KIND_UNKNOWN */
  async survey(tx: Tx, wish: DispatchWish): Promise<DispatchDevice[]> {
    const { unitId, during, place, kindCode, limit } = wish;
    const wanted = { asker: { unitId }, during, deviceIds: [] };
    const any = kindCode
      ? await this.wishes.ofAny(tx, wanted, { kindCode, quantity: 1 })
      : this.wishes.ofKinds(wanted, null);
    const pick = { free: true, ids: null, ownBookingId: null, limit };
    const rows = await this.reservations.candidates(tx, { ...any, place }, this.supplies.now(), pick);
    const lots = await this.lotsFor(tx, wish, rows);
    const surveys = new Map<string, Promise<DispatchPerson[]>>();
    const found: DispatchDevice[] = [];
    for (const row of rows) {
      const capacity: Capacity = row.category === 'uav' ? 'pilot' : 'tester';
      const key = `${row.category} ${row.droneClass ?? ''}`;
      if (!surveys.has(key)) surveys.set(key, this.people(tx, capacity, wish, row));
      const people = (await surveys.get(key)) ?? [];
      found.push(this.candidate(row, wish, { capacity, people, lots }));
    }
    return found;
  }

  private candidate(
    row: CandidateRow,
    { unitId }: DispatchWish,
    { capacity, people, lots }: Pick<DispatchDevice, 'capacity' | 'people' | 'lots'>,
  ): DispatchDevice {
    const isOwn = (one: { unitId: string }): number => Number(one.unitId !== row.unitId);
    return {
      id: row.id,
      assetCode: row.assetCode,
      kindCode: row.kindCode,
      category: row.category,
      droneClass: row.droneClass,
      unitId: row.unitId,
      distanceMetres: row.distanceMetres === null ? null : Math.round(row.distanceMetres),
      calibration: { required: row.calibrationRequired, dueOn: row.certificateDueOn },
      loan: { scope: row.loanScope, asksOwner: this.terms.asksOwner(row, unitId) },
      capacity,
      people: people.toSorted((a, b) => isOwn(a) - isOwn(b)).slice(0, MOST_PEOPLE),
      lots: lots.filter((lot) => lot.deviceKindCode === row.kindCode && [unitId, row.unitId].includes(lot.unitId)),
    };
  }

  private async people(tx: Tx, capacity: Capacity, wish: DispatchWish, row: CandidateRow): Promise<DispatchPerson[]> {
    const { unitId, during } = wish;
    const judged = await this.crew.survey(tx, capacity, { unitId, during, devices: [row] });
    return this.supplies.qualified(
      tx,
      judged.filter(({ refusal }) => refusal === null),
      chinaDateOf(during.from),
    );
  }

  private async lotsFor(tx: Tx, wish: DispatchWish, rows: readonly CandidateRow[]): Promise<DispatchLot[]> {
    const { unitId, during } = wish;
    const lastDay = chinaDateOf(new Date(during.to.getTime() - 1));
    const unitIds = [...new Set([unitId, ...rows.map((row) => row.unitId)])];
    const kinds = [...new Set(rows.map((row) => row.kindCode))];
    const found = await this.lots.goodFor(tx, kinds, unitIds, lastDay);
    return found.map(({ id, kitCode, lotNumber, deviceKindCode, usableUntil, onHand, reserved, ...lot }) => ({
      id,
      kitCode,
      lotNumber,
      deviceKindCode,
      unitId: lot.unitId,
      usableUntil,
      available: onHand - reserved,
    }));
  }
}
