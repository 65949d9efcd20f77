import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PointColumn } from '../../register/pool/device.entity.js';

@Entity('custody')
export class Custody {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('uuid')
  bookingId!: string;

  @Column('uuid')
  holderId!: string;

  /** As it was when the device left. */
  @Column('text')
  holderName!: string;

  @Column('uuid')
  holderUnitId!: string;

  /** The custody it was handed over from, in the field. */
  @Column('uuid', { nullable: true })
  receivedFromId!: string | null;

  @Column('timestamptz')
  checkedOutAt!: Date;

  @Column('timestamptz')
  dueAt!: Date;

  @Column('text', { nullable: true })
  conditionOut!: string | null;

  @Column('point', { nullable: true })
  positionOut!: PointColumn | null;

  @Column('integer', { nullable: true })
  batteryOutPercent!: number | null;

  @Column('timestamptz', { nullable: true })
  returnedAt!: Date | null;

  @Column('uuid', { nullable: true })
  returnedBy!: string | null;

  @Column('text', { nullable: true })
  returnedByName!: string | null;

  @Column('text', { nullable: true })
  conditionIn!: string | null;

  @Column('point', { nullable: true })
  positionIn!: PointColumn | null;

  @Column('integer', { nullable: true })
  batteryInPercent!: number | null;
}
