import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BookingState } from '../bookings/booking.rules.js';
import { type Period, period, periodLiteral } from '../../../platform/index.js';
import type { Capacity } from './crew.rules.js';

@Entity('booking_person')
export class BookingPerson {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  bookingId!: string;

  @Column('uuid')
  userId!: string;

  /** As it was when the person was booked. */
  @Column('text')
  userName!: string;

  @Column('text')
  capacity!: Capacity;

  /** The booking's period, kept by a trigger. */
  @Column('tstzrange', { transformer: { from: period, to: periodLiteral } })
  blocked!: Period;

  /** The booking's state, kept by a trigger. */
  @Column('text')
  state!: BookingState;
}
