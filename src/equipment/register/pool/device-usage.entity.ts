import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('device_usage')
export class DeviceUsage {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('text', { nullable: true })
  source!: string | null;

  @Column('integer')
  seconds!: number;

  @Column('timestamptz')
  recordedAt!: Date;
}
