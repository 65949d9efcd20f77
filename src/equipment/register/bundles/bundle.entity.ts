import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('bundle')
export class Bundle {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('integer')
  version!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;
}

/** A device, or so many of a kind. */
@Entity('bundle_item')
export class BundleItem {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  bundleId!: string;

  @Column('integer')
  ordinal!: number;

  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  @Column('uuid', { nullable: true })
  kindId!: string | null;

  @Column('integer')
  quantity!: number;

  @Column('text', { array: true })
  capabilities!: string[];

  @Column('boolean')
  isRequired!: boolean;

  @Column('text', { nullable: true })
  label!: string | null;
}

@Entity('booking_bundle')
export class BookingBundle {
  @PrimaryColumn('uuid')
  bookingId!: string;

  @Column('uuid')
  bundleId!: string;

  /** As it was when it was booked. */
  @Column('text')
  name!: string;
}
