import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That one device travelled with another. */
@Entity('device_part')
export class DevicePart {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  partId!: string;

  @Column('uuid')
  wholeId!: string;

  /** Empty: since it is known. */
  @Column('timestamptz', { nullable: true })
  attachedAt!: Date | null;

  @Column('uuid', { nullable: true })
  attachedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  detachedAt!: Date | null;

  @Column('uuid', { nullable: true })
  detachedBy!: string | null;
}

/** What the counter of a battery showed. */
@Entity('device_counter')
export class DeviceCounter {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('integer')
  cycleCount!: number;

  @Column('smallint', { nullable: true })
  healthPercent!: number | null;

  @Column('timestamptz')
  readAt!: Date;

  /** Empty where the device told it itself. */
  @Column('uuid', { nullable: true })
  readBy!: string | null;

  @Column('text')
  readByName!: string;
}
