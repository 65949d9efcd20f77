import { Injectable } from '@nestjs/common';
import { newId, type Period, period, periodLiteral, type Tx } from '../../../platform/index.js';
import type { BookingState } from '../bookings/booking.rules.js';
import { LIVE_LINE } from '../../register/pool/pool.sql.js';
import type { Capacity } from './crew.rules.js';

export interface CrewMember {
  readonly userId: string;
  readonly userName: string;
  readonly capacity: Capacity;
}

/** When somebody cannot come. */
export interface PersonTime {
  readonly userId: string;
  readonly during: Period;
}

export interface AffectedBooking {
  readonly bookingId: string;
  readonly requestedBy: string;
  readonly userName: string;
  /** A tstzrange as text. */
  readonly during: string;
}

/** The only SQL on people of bookings. */
@Injectable()
export class CrewRepository {
  /** Live bookings of the people, other than `exceptBookingId`, in any part of the period. */
  async busy(tx: Tx, userIds: readonly string[], during: Period, exceptBookingId?: string): Promise<PersonTime[]> {
    const rows = await tx.query<{ userId: string; blocked: string }>(
      `SELECT l.user_id AS "userId", l.blocked::text AS blocked FROM booking_person l
       WHERE l.user_id = ANY($1) AND l.blocked && $2::tstzrange AND ${LIVE_LINE}
         AND ($3::uuid IS NULL OR l.booking_id <> $3)`,
      [userIds, periodLiteral(during), exceptBookingId ?? null],
    );
    return rows.map(({ userId, blocked }) => ({ userId, during: period(blocked) }));
  }

  /** @throws a violation of `booking_person_no_overlap` when somebody has another booking then */
  async insert(
    tx: Tx,
    bookingId: string,
    crew: readonly CrewMember[],
    { during, state }: { readonly during: Period; readonly state: BookingState },
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO booking_person (id, booking_id, user_id, user_name, capacity, blocked, state)
       SELECT member.id, $1, member.user_id, member.user_name, member.capacity, $2, $3
       FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) AS member (id, user_id, user_name, capacity)`,
      [
        bookingId,
        periodLiteral(during),
        state,
        crew.map(() => newId()),
        crew.map(({ userId }) => userId),
        crew.map(({ userName }) => userName),
        crew.map(({ capacity }) => capacity),
      ],
    );
  }

  /** Live bookings that count on the person in any part of the period. */
  async countingOn(tx: Tx, userId: string, during: Period): Promise<AffectedBooking[]> {
    return tx.query<AffectedBooking>(
      `SELECT b.id AS "bookingId", b.requested_by AS "requestedBy", l.user_name AS "userName", b.during::text AS during
       FROM booking_person l JOIN booking b ON b.id = l.booking_id
       WHERE l.user_id = $1 AND l.blocked && $2::tstzrange AND ${LIVE_LINE}`,
      [userId, periodLiteral(during)],
    );
  }
}
