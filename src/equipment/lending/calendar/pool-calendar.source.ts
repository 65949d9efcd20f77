import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type Actor,
  type CalendarEntry,
  Calendars,
  type CalendarSheet,
  Clock,
  type Period,
  period,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { devicesOf } from '../bookings/booking.rules.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceRepository } from '../../register/pool/device.repository.js';
import {
  CALENDAR_SUBJECTS,
  type CalendarRow,
  type CalendarSubject,
  PoolCalendarRepository,
} from './pool-calendar.repository.js';
import { CALENDAR_STATUS, calendarSummary } from './pool-calendar.rules.js';

const GONE_DAYS = 30;
const DAY_MS = 86_400_000;

/** What is booked and when, for calendars of a person, a device or a unit; never the case or the purpose. */
@Injectable()
export class PoolCalendarSource implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendars: Calendars,
    private readonly repository: PoolCalendarRepository,
    private readonly devices: DeviceRepository,
    private readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const subject of CALENDAR_SUBJECTS) {
      this.calendars.register(subject, (reader, subjectId, window) => this.sheet(reader, subject, subjectId, window));
    }
  }

  private async sheet(
    reader: Actor,
    subject: CalendarSubject,
    subjectId: string,
    window: Period,
  ): Promise<CalendarSheet | undefined> {
    const goneSince = new Date(this.clock.now().getTime() - GONE_DAYS * DAY_MS);
    return this.unitOfWork.read(async (tx) => {
      const name = await this.nameFor(tx, reader, subject, subjectId);
      if (name === undefined) return undefined;
      const rows = await this.repository.bookings(tx, subject, subjectId, window, goneSince);
      return { name, entries: rows.map((row) => this.entryOf(row, subject)) };
    });
  }

  /** What the calendar is called; undefined where the reader may not have it. */
  async nameFor(tx: Tx, reader: Actor, subject: CalendarSubject, id: string): Promise<string | undefined> {
    if (!this.rights.may(reader, 'booking.create')) return undefined;
    if (subject === 'person') return id === reader.id ? `${reader.name} 预约` : undefined;
    if (subject === 'device') {
      const device = await this.devices.find(tx, { id });
      return device && `${device.assetCode} 预约`;
    }
    const party = { id, unitId: id, caseId: null };
    const name = this.rights.nameOf(id);
    return name !== '' && this.rights.isParty(reader, 'booking.read', party) ? `${name} 预约` : undefined;
  }

  private entryOf(row: CalendarRow, subject: CalendarSubject): CalendarEntry {
    const { bookingId, version, during, unitId, changedAt, devices, lon, lat } = row;
    return {
      uid: subject === 'device' ? `${bookingId}-${devices[0]?.assetCode ?? ''}@skydocket` : `${bookingId}@skydocket`,
      sequence: version,
      status: CALENDAR_STATUS[row.state],
      during: period(during),
      summary: calendarSummary(devicesOf(devices)),
      location: this.rights.nameOf(unitId),
      ...(lon !== null && lat !== null && { position: { lon, lat } }),
      changedAt,
    };
  }
}
