import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BookingLotState, KitCategory, KitMeasure, LotMovementCategory } from '../../equipment.codes.js';

/** One sort of thing in each piece of a kit. */
export interface KitPart {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly quantity: number;
  /** Without it the kit is of no use. */
  readonly required: boolean;
}

@Entity('kit_kind')
export class KitKind {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('text')
  nameZh!: string;

  @Column('text')
  nameEn!: string;

  @Column('text')
  measure!: KitMeasure;

  /** The kind of instrument it feeds; null when it needs none. */
  @Column('uuid', { nullable: true })
  deviceKindId!: string | null;

  /** How long a lot is good once it is opened; null: to its expiry. */
  @Column('integer', { nullable: true })
  openLifeDays!: number | null;

  @Column('integer', { nullable: true })
  storageMinCelsius!: number | null;

  @Column('integer', { nullable: true })
  storageMaxCelsius!: number | null;

  @Column('text')
  category!: KitCategory;

  @Column('jsonb', { default: [] })
  contents!: readonly KitPart[];

  /** JSON Schema of the fields its lots have. */
  @Column('jsonb', { default: {} })
  attributeSchema!: Readonly<Record<string, unknown>>;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}

@Entity('lot')
export class Lot {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  kitKindId!: string;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  lotNumber!: string;

  /** Last usable day in China, `YYYY-MM-DD`. */
  @Column('date')
  expiresOn!: string;

  @Column('integer')
  quantityOnHand!: number;

  @Column('integer')
  quantityReserved!: number;

  /** Date in China, `YYYY-MM-DD`. */
  @Column('date')
  receivedOn!: string;

  @Column('timestamptz', { nullable: true })
  openedAt!: Date | null;

  /** Last usable day in China of what is open. */
  @Column('date', { nullable: true })
  openUntil!: string | null;

  @Column('text', { nullable: true })
  costCategory!: string | null;

  @Column('jsonb', { default: {} })
  attributes!: Readonly<Record<string, unknown>>;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

@Entity('booking_lot')
export class BookingLot {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  bookingId!: string;

  @Column('uuid')
  lotId!: string;

  @Column('integer')
  quantity!: number;

  @Column('text')
  state!: BookingLotState;
}

@Entity('lot_movement')
export class LotMovement {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  lotId!: string;

  @Column('text')
  category!: LotMovementCategory;

  /** Signed: what it did to the stock. */
  @Column('integer')
  quantity!: number;

  @Column('integer')
  balanceAfter!: number;

  @Column('uuid', { nullable: true })
  bookingId!: string | null;

  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('timestamptz')
  at!: Date;
}

@Entity('kit_minimum')
export class KitMinimum {
  @PrimaryColumn('uuid')
  unitId!: string;

  @PrimaryColumn('uuid')
  kitKindId!: string;

  @Column('integer')
  quantity!: number;

  @Column('timestamptz')
  updatedAt!: Date;
}
