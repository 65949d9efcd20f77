import { Injectable } from '@nestjs/common';
import { People, type Role, UnitTree } from '../../identity/index.js';
import { Clock, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { Booking, BookingLine } from '../lending/bookings/booking.entity.js';
import { type BookingState, USUAL_PRIORITY } from '../lending/bookings/booking.rules.js';
import { addDays, chinaDateOf, endOfChinaDate } from '../period.rules.js';
import { DeviceKind } from '../register/pool/device-kind.entity.js';
import { Device } from '../register/pool/device.entity.js';
import { minutesAfter } from '../lending/lapses/lapse.rules.js';

const KIND = 'command-vehicle';
const DAY_MINUTES = 24 * 60;

/** Adcodes of the units that book, and what they want a command vehicle for. */
const WISHES = [
  { adcode: '130000', role: 'commander', state: 'reserved', inDays: 1, purpose: '全省公益诉讼专项督导', priority: 7 },
  { adcode: '130425', role: 'field_officer', state: 'requested', inDays: 3, purpose: '漳河排污口联合取证' },
] as const satisfies readonly DemoWish[];

interface DemoWish {
  readonly adcode: string;
  readonly role: Role;
  readonly state: BookingState;
  readonly inDays: number;
  readonly purpose: string;
  readonly priority?: number;
}

/** One booking of the owner itself, and one request that waits for the owner's answer. */
@Injectable()
export class BookingsSeed {
  constructor(
    private readonly units: UnitTree,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(21)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(Booking).count()) > 0) return;
    const owner = this.units.byAdcode('130000');
    const kind = await tx.repository(DeviceKind).findOneBy({ code: KIND });
    const device = kind && owner && (await tx.repository(Device).findOneBy({ kindId: kind.id, unitId: owner.id }));
    if (!device) return;
    for (const wish of WISHES) await this.book(tx, device.id, wish);
  }

  private async book(tx: Tx, deviceId: string, wish: DemoWish): Promise<void> {
    const unit = this.units.byAdcode(wish.adcode);
    const [person] = unit ? await this.people.ofUnit(tx, [unit.id], wish.role) : [];
    if (!person) return;
    const at = this.clock.now();
    const from = endOfChinaDate(addDays(chinaDateOf(at), wish.inDays));
    const during = { from, to: minutesAfter(from, DAY_MINUTES) };
    const id = newId();
    await tx.repository(Booking).insert({
      id,
      unitId: person.unitId,
      requestedBy: person.id,
      requestedByName: person.displayName,
      caseId: null,
      purpose: wish.purpose,
      during,
      state: wish.state,
      holdExpiresAt: wish.state === 'requested' ? minutesAfter(at, 2 * DAY_MINUTES) : null,
      closingReason: null,
      priority: wish.priority ?? USUAL_PRIORITY,
      version: 1,
      createdAt: at,
      updatedAt: at,
    });
    const line = { id: newId(), bookingId: id, deviceId, blocked: during, state: wish.state };
    await tx.repository(BookingLine).insert(line);
  }
}
