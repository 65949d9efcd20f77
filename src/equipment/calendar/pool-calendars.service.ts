import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  type CalendarEntry,
  type CalendarFeed,
  Calendars,
  type CalendarSheet,
  Clock,
  CONFIG,
  type Config,
  type Period,
  period,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import { PoolRights } from '../pool-rights.service.js';
import { DeviceRepository } from '../pool/device.repository.js';
import {
  CALENDAR_SUBJECTS,
  type CalendarRow,
  type CalendarSubject,
  PoolCalendarRepository,
} from './pool-calendar.repository.js';
import { calendarStatus, calendarSummary } from './pool-calendar.rules.js';
import { type FeedCreate, type FeedOpened, type FeedView, toFeedView } from './pool-calendar.schemas.js';

const GONE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Calendars of the pool: of a person, a device, a unit. What is booked and when; never the case or the purpose. */
@Injectable()
export class PoolCalendars implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendars: Calendars,
    private readonly repository: PoolCalendarRepository,
    private readonly devices: DeviceRepository,
    private readonly rights: PoolRights,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    for (const subject of CALENDAR_SUBJECTS) {
      this.calendars.register(subject, (reader, subjectId, window) => this.sheet(reader, subject, subjectId, window));
    }
  }

  /** The address is shown this once. @throws DEVICE_NOT_FOUND, NOT_FOUND */
  async open(actor: Actor, { about, id = actor.id }: z.output<typeof FeedCreate>): Promise<z.input<typeof FeedOpened>> {
    return this.unitOfWork.run(actor, async (tx) => {
      if ((await this.nameFor(tx, actor, about, id)) === undefined) {
        throw about === 'device' ? EquipmentErrors.DEVICE_NOT_FOUND() : PlatformErrors.NOT_FOUND();
      }
      const { feed, token } = await this.calendars.open(tx, actor.id, about, id);
      const subject = { kind: 'calendar_feed', id: feed.id };
      await this.audit.record(tx, { action: 'equipment.openCalendar', subject, details: { about, subjectId: id } });
      return { ...toFeedView(feed), path: `/api/v1/calendar/${token}.ics`, url: this.addressOf(token) };
    });
  }

  async list(actor: Actor): Promise<z.input<typeof FeedView>[]> {
    const feeds: CalendarFeed[] = await this.unitOfWork.read((tx) => this.calendars.listOf(tx, actor.id));
    return feeds.map(toFeedView);
  }

  /** @throws NOT_FOUND */
  async close(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      if (!(await this.calendars.revoke(tx, actor.id, id))) throw PlatformErrors.NOT_FOUND();
      await this.audit.record(tx, { action: 'equipment.closeCalendar', subject: { kind: 'calendar_feed', id } });
    });
  }

  private addressOf(token: string): string | null {
    const { SKYDOCKET_PUBLIC_URL: base } = this.config;
    return base ? new URL(`/api/v1/calendar/${token}.ics`, base).href : null;
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
  private async nameFor(tx: Tx, reader: Actor, subject: CalendarSubject, id: string): Promise<string | undefined> {
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
      status: calendarStatus(row.state),
      during: period(during),
      summary: calendarSummary(devices),
      location: this.rights.nameOf(unitId),
      ...(lon !== null && lat !== null && { position: { lon, lat } }),
      changedAt,
    };
  }
}
