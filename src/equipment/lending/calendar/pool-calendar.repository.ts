import { Injectable } from '@nestjs/common';
import { type Period, periodLiteral, type Tx } from '../../../platform/index.js';
import type { BookingState } from '../bookings/booking.rules.js';

export interface CalendarRow {
  readonly bookingId: string;
  readonly state: BookingState;
  readonly version: number;
  /** A tstzrange as text. */
  readonly during: string;
  readonly unitId: string;
  readonly changedAt: Date;
  readonly devices: readonly { readonly assetCode: string; readonly nameZh: string; readonly state: BookingState }[];
  readonly lon: number | null;
  readonly lat: number | null;
}

export const CALENDAR_SUBJECTS = ['person', 'device', 'unit'] as const;
export type CalendarSubject = (typeof CALENDAR_SUBJECTS)[number];

const MOST_ENTRIES = 2_000;

/** Whose bookings; a device's line has its own state. */
const OF_SUBJECT: Readonly<Record<CalendarSubject, string>> = {
  person: `(b.requested_by = $1 OR EXISTS (SELECT 1 FROM booking_person p WHERE p.booking_id = b.id AND p.user_id = $1))`,
  device: `l.device_id = $1`,
  unit: `b.unit_id = $1`,
};

/** The only SQL of the pool's calendars. */
@Injectable()
export class PoolCalendarRepository {
  /** Bookings in the window; of those that will not take place only what changed since `goneSince`, so that readers hear of it. */
  async bookings(
    tx: Tx,
    subject: CalendarSubject,
    subjectId: string,
    window: Period,
    goneSince: Date,
  ): Promise<CalendarRow[]> {
    const state = subject === 'device' ? `max(l.state)` : 'b.state';
    return tx.query<CalendarRow>(
      `SELECT b.id AS "bookingId", ${state} AS state, b.version, b.during::text AS during, b.unit_id AS "unitId",
         b.updated_at AS "changedAt",
         coalesce(json_agg(json_build_object('assetCode', d.asset_code, 'nameZh', k.name_zh, 'state', l.state)
           ORDER BY d.asset_code) FILTER (WHERE d.id IS NOT NULL), '[]') AS devices,
         avg(d.home_position[0]) AS lon, avg(d.home_position[1]) AS lat
       FROM booking b
       LEFT JOIN booking_line l ON l.booking_id = b.id
       LEFT JOIN device d ON d.id = l.device_id
       LEFT JOIN device_kind k ON k.id = d.kind_id
       WHERE ${OF_SUBJECT[subject]} AND b.during && $2::tstzrange
         AND (b.state NOT IN ('cancelled', 'refused', 'expired', 'no_show') OR b.updated_at >= $3)
       GROUP BY b.id ORDER BY b.id LIMIT ${MOST_ENTRIES}`,
      [subjectId, periodLiteral(window), goneSince],
    );
  }
}
