import { Injectable } from '@nestjs/common';
import type { Role } from '../../identity/index.js';
import { DemonstrationSeed, type Tx, addDays, chinaDateOf, endOfChinaDate } from '../../platform/index.js';
import { Booking } from '../lending/bookings/booking.entity.js';
import type { BookingState } from '../lending/bookings/booking.rules.js';
import { minutesAfter } from '../lending/lapses/lapse.rules.js';
import { DemoGround } from './demo-ground.js';

const KIND = 'command-vehicle';
const OWNER = '130000';
const DAY_MINUTES = 24 * 60;

/** Adcodes of the units that book, and what they want a command vehicle for. */
const WISHES = [
  { adcode: OWNER, role: 'commander', state: 'reserved', inDays: 1, purpose: '全省公益诉讼专项督导', priority: 7 },
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
  constructor(private readonly ground: DemoGround) {}

  @DemonstrationSeed(21)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(Booking).count()) > 0) return;
    const device = await this.ground.device(tx, KIND, OWNER);
    for (const wish of WISHES) await this.book(tx, device.id, wish);
  }

  private async book(tx: Tx, deviceId: string, { adcode, role, state, inDays, purpose, priority }: DemoWish) {
    const at = this.ground.hour(0);
    const from = endOfChinaDate(addDays(chinaDateOf(at), inDays));
    await this.ground.book(tx, {
      person: await this.ground.person(tx, adcode, role),
      deviceId,
      during: { from, to: minutesAfter(from, DAY_MINUTES) },
      state,
      purpose,
      ...(priority !== undefined && { priority }),
      ...(state === 'requested' && { holdExpiresAt: minutesAfter(at, 2 * DAY_MINUTES) }),
    });
  }
}
