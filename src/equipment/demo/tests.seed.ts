import { Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import { DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { Custody } from '../lending/custody/custody.entity.js';
import { BookingLot, Lot, LotMovement } from '../upkeep/lots/lot.entity.js';
import { DemoGround } from './demo-ground.js';
import { DEMO_TESTS } from './demo-lending.js';

const { borrower, outHour, backHour, purpose, instruments, vials } = DEMO_TESTS;

/** Instruments that were out for a day of tests, with the reagents that were used up. */
@Injectable()
export class TestsSeed {
  constructor(private readonly ground: DemoGround) {}

  @DemonstrationSeed(28)
  async seed(tx: Tx): Promise<void> {
    const tester = await this.ground.person(tx, borrower, 'tester');
    if (await tx.repository(Custody).existsBy({ holderId: tester.id })) return;
    for (const { kind, owner, kitCode } of instruments) {
      const { id: deviceId, unitId } = await this.ground.device(tx, kind, owner);
      const bookingId = await this.takeOut(tx, tester, deviceId);
      if (kitCode !== null) await this.useUp(tx, kitCode, unitId, bookingId);
    }
  }

  private async takeOut(tx: Tx, person: Person, deviceId: string): Promise<string> {
    const during = { from: this.ground.hour(outHour), to: this.ground.hour(backHour) };
    const bookingId = await this.ground.book(tx, { person, deviceId, during, state: 'returned', purpose });
    await tx.repository(Custody).insert({
      id: newId(),
      deviceId,
      bookingId,
      holderId: person.id,
      holderName: person.displayName,
      holderUnitId: person.unitId,
      checkedOutAt: during.from,
      dueAt: during.to,
      conditionOut: '外观完好',
      returnedAt: during.to,
      returnedBy: person.id,
      returnedByName: person.displayName,
      conditionIn: '外观完好，已清洗',
    });
    return bookingId;
  }

  /** Of the lot of the owner that lasts longest. */
  private async useUp(tx: Tx, kitCode: string, unitId: string, bookingId: string): Promise<void> {
    const lot = await tx
      .repository(Lot)
      .createQueryBuilder('t')
      .where('t.unitId = :unitId', { unitId })
      .andWhere('t.kitKindId = (SELECT q.id FROM kit_kind q WHERE q.code = :kitCode)', { kitCode })
      .orderBy('t.expiresOn', 'DESC')
      .addOrderBy('t.id')
      .limit(1)
      .getOneOrFail();
    const left = lot.quantityOnHand - vials;
    // The stock itself begins with the demonstration.
    const at = this.ground.hour(0);
    await tx.repository(Lot).update(lot.id, { quantityOnHand: left, updatedAt: at });
    await tx.repository(BookingLot).insert({ id: newId(), bookingId, lotId: lot.id, quantity: vials, state: 'taken' });
    const movement = { lotId: lot.id, quantity: -vials, balanceAfter: left, at, bookingId };
    await tx.repository(LotMovement).insert({ ...movement, id: newId(), category: 'checkout' });
  }
}
