import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  type CalendarFeed,
  Calendars,
  CONFIG,
  type Config,
  PlatformErrors,
  UnitOfWork,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { type FeedCreate, type FeedOpened, type FeedView, toFeedView } from './pool-calendar.schemas.js';
import { PoolCalendarSource } from './pool-calendar.source.js';

/** The calendar addresses of a person. */
@Injectable()
export class PoolCalendars {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendars: Calendars,
    private readonly source: PoolCalendarSource,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The address is shown this once. @throws DEVICE_NOT_FOUND, NOT_FOUND */
  async open(actor: Actor, { about, id = actor.id }: z.output<typeof FeedCreate>): Promise<z.input<typeof FeedOpened>> {
    return this.unitOfWork.run(actor, async (tx) => {
      if ((await this.source.nameFor(tx, actor, about, id)) === undefined) {
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
}
