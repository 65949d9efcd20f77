import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Period, period, periodLiteral } from '../../../platform/index.js';
import type { ClosingCode } from '../../equipment.codes.js';
import type { BookingState } from './booking.rules.js';

const asPeriod = { from: period, to: periodLiteral };

@Entity('booking')
export class Booking {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  unitId!: string;

  @Column('uuid')
  requestedBy!: string;

  @Column('text')
  requestedByName!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('text', { nullable: true })
  purpose!: string | null;

  @Column('tstzrange', { transformer: asPeriod })
  during!: Period;

  @Column('text')
  state!: BookingState;

  @Column('timestamptz', { nullable: true })
  holdExpiresAt!: Date | null;

  @Column('text', { nullable: true })
  closingReason!: string | null;

  @Column('integer')
  priority!: number;

  @Column('integer')
  version!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

@Entity('booking_line')
export class BookingLine {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  bookingId!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('tstzrange', { transformer: asPeriod })
  blocked!: Period;

  @Column('text')
  state!: BookingState;

  @Column('text', { nullable: true })
  closingCode!: ClosingCode | null;

  @Column('text', { nullable: true })
  closingReason!: string | null;

  @Column('uuid', { nullable: true })
  decidedBy!: string | null;

  @Column('text', { nullable: true })
  decidedByName!: string | null;

  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  affectedAt!: Date | null;
}
