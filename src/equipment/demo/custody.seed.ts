import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import { DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { Custody } from '../lending/custody/custody.entity.js';
import { CustodySignature } from '../lending/custody/papers/custody-signature.entity.js';
import { DEMO_DRAWING, DemoGround } from './demo-ground.js';
import { DEMO_OUTS, type DemoOut } from './demo-lending.js';

/** Devices that are out in the field, signed for; one of them should have been back this morning. */
@Injectable()
export class CustodySeed {
  constructor(private readonly ground: DemoGround) {}

  @DemonstrationSeed(26)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(Custody).count()) > 0) return;
    for (const out of DEMO_OUTS) await this.takeOut(tx, out);
  }

  private async takeOut(tx: Tx, { kind, owner, role, purpose, condition, batteryPercent, ...hours }: DemoOut) {
    const person = await this.ground.person(tx, owner, role);
    const { id: deviceId, homePosition } = await this.ground.device(tx, kind, owner);
    const during = { from: this.ground.hour(hours.outHour), to: this.ground.hour(hours.dueHour) };
    const bookingId = await this.ground.book(tx, { person, deviceId, during, state: 'out', purpose });
    const custodyId = newId();
    await tx.repository(Custody).insert({
      id: custodyId,
      deviceId,
      bookingId,
      holderId: person.id,
      holderName: person.displayName,
      holderUnitId: person.unitId,
      checkedOutAt: during.from,
      dueAt: during.to,
      conditionOut: condition,
      batteryOutPercent: batteryPercent,
      positionOut: homePosition,
    });
    await this.sign(tx, custodyId, person, during.from);
  }

  private async sign(tx: Tx, custodyId: string, { id: userId, displayName: name }: Person, signedAt: Date) {
    await tx.repository(CustodySignature).insert({
      id: newId(),
      custodyId,
      moment: 'check_out',
      side: 'receiver',
      userId,
      name,
      form: 'path',
      drawing: DEMO_DRAWING,
      sha256: createHash('sha256').update(DEMO_DRAWING).digest('hex'),
      signedAt,
      recordedBy: userId,
    });
  }
}
