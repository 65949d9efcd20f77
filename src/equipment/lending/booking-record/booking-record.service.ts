import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import { period, type Tx, chinaTimeOf } from '../../../platform/index.js';
import { devicesOf } from '../bookings/booking.rules.js';
import type { BookedDeviceRow, BookingRow } from '../bookings/booking-row.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import type { BookingFact, EquipmentEvent } from '../../equipment.events.js';
import { Journal } from '../../journal.js';
import { BookingNotices } from './booking.notices.js';

/** A fact about a booking, as the audit and others get it. */
export interface Happening {
  /** Verb in the audit, such as `equipment.book`. */
  readonly action: string;
  readonly event: EquipmentEvent;
  /** Beyond the booking itself; `deviceIds` where only some of its devices are concerned. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface Told {
  readonly code: keyof typeof BookingNotices;
  /** The devices it is about. */
  readonly deviceIds: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
  /** Tells occasions of one booking apart; its version where absent. */
  readonly occasion?: string;
}

/** Writes down what happened to a booking and tells those whom it concerns, in the transaction that does it. */
@Injectable()
export class BookingRecord {
  constructor(
    private readonly journal: Journal,
    private readonly notices: Notices,
    private readonly reaches: LoanReaches,
  ) {}

  async write(tx: Tx, row: BookingRow, { action, event, more }: Happening): Promise<void> {
    await this.journal.record(tx, {
      action,
      subject: { kind: 'booking', id: row.id },
      event,
      aggregate: `booking:${row.id}`,
      payload: { ...factOf(row), ...more },
    });
  }

  async tellBooker(tx: Tx, row: BookingRow, told: Told): Promise<void> {
    await this.tell(tx, row, concerned(row, told), told, { userIds: [row.requestedBy] });
  }

  /** Whoever keeps the devices of each owner; each hears of its own. */
  async tellOwners(tx: Tx, row: BookingRow, told: Told): Promise<void> {
    const devices = concerned(row, told);
    for (const unitId of new Set(devices.map(({ ownerUnitId }) => ownerUnitId))) {
      const own = devices.filter(({ ownerUnitId }) => ownerUnitId === unitId);
      await this.tell(tx, row, own, told, { role: { unitId, role: 'equipment_manager' } });
    }
  }

  async tellPerson(tx: Tx, row: BookingRow, userId: string, told: Told): Promise<void> {
    await this.tell(tx, row, concerned(row, told), told, { userIds: [userId] });
  }

  private async tell(
    tx: Tx,
    row: BookingRow,
    devices: readonly BookedDeviceRow[],
    { code, params, occasion }: Told,
    to: Parameters<Notices['tell']>[1]['to'],
  ): Promise<void> {
    const { from, to: end } = period(row.during);
    const owners = new Set(devices.map(({ ownerUnitId }) => this.reaches.nameOf(ownerUnitId)));
    await this.notices.tell(tx, {
      to,
      content: BookingNotices[code]({
        unit: this.reaches.nameOf(row.unitId),
        owner: [...owners].join(', '),
        devices: devices.map(({ assetCode }) => assetCode).join(', '),
        from: chinaTimeOf(from),
        to: chinaTimeOf(end),
        ...params,
      }),
      subject: { kind: 'booking', id: row.id },
      occasion: occasion ?? String(row.version),
    });
  }
}

function concerned(row: BookingRow, { deviceIds }: Told): BookedDeviceRow[] {
  return row.devices.filter(({ id }) => deviceIds.includes(id));
}

function factOf(row: BookingRow): BookingFact {
  const { from, to } = period(row.during);
  return {
    bookingId: row.id,
    unitId: row.unitId,
    caseId: row.caseId,
    deviceIds: devicesOf(row.devices).map(({ id }) => id),
    from: from.toISOString(),
    to: to.toISOString(),
    state: row.state,
    version: row.version,
  };
}
