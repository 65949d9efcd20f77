import { Injectable } from '@nestjs/common';
import { type Tx, chinaTimeOf } from '../../../platform/index.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import type { BookingRow } from '../bookings/booking-row.js';

/** Asks owners for their devices. */
@Injectable()
export class LoanRequests {
  constructor(private readonly record: BookingRecord) {}

  /** Each owner hears of its own devices that wait for a word; of all of them, unless only some are new. */
  async ask(tx: Tx, row: BookingRow, onlyIds?: readonly string[]): Promise<void> {
    const asked = row.devices.filter(({ id, state }) => state === 'requested' && (onlyIds?.includes(id) ?? true));
    if (asked.length === 0 || row.holdExpiresAt === null) return;
    const params = { until: chinaTimeOf(row.holdExpiresAt) };
    await this.record.tellOwners(tx, row, { code: 'LOAN_ASKED', deviceIds: asked.map(({ id }) => id), params });
  }
}
