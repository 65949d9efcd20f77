import { Injectable } from '@nestjs/common';
import { asUser } from '../../../../identity/index.js';
import { type Actor, Clock, type Tx } from '../../../../platform/index.js';
import { BookingRepository } from '../../bookings/booking.repository.js';
import { PoolRights } from '../../../pool-rights.service.js';
import { CustodyRepository } from '../custody.repository.js';
import { EARLY_PICK_UP_HOURS } from '../custody.rules.js';

const HOUR_MS = 3_600_000;

/** Whose business a device is now: the owner's, the holder's, and theirs who come to take it. */
@Injectable()
export class DeviceConcern {
  constructor(
    private readonly custodies: CustodyRepository,
    private readonly bookings: BookingRepository,
    private readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  async concerns(
    tx: Tx,
    actor: Actor,
    { id, unitId }: { readonly id: string; readonly unitId: string },
  ): Promise<boolean> {
    const held = await this.custodies.open(tx, id);
    const party = { id, unitId, caseId: held?.caseId ?? null };
    if (this.rights.isParty(actor, 'device.readParty', party, held ? [held.holderUnitId] : [])) return true;
    const now = this.clock.now();
    const soon = new Date(now.getTime() + EARLY_PICK_UP_HOURS * HOUR_MS);
    return (await this.bookings.waitingFor(tx, id, asUser(actor).unitId, now, soon)) !== undefined;
  }
}
