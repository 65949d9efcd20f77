import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asCount } from '../../../platform/index.js';

@Entity('maintenance_plan')
export class MaintenancePlan {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  title!: string;

  /** For a kind of devices, or for one device. */
  @Column('uuid', { nullable: true })
  kindId!: string | null;

  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  @Column('integer', { nullable: true })
  everyDays!: number | null;

  @Column('integer', { nullable: true })
  everySeconds!: number | null;

  @Column('integer', { nullable: true })
  everyCycles!: number | null;

  /** Whether a device that is due is not lent. */
  @Column('boolean')
  blocks!: boolean;

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}

@Entity('maintenance_mark')
export class MaintenanceMark {
  @PrimaryColumn('uuid')
  deviceId!: string;

  @PrimaryColumn('uuid')
  planId!: string;

  /** Date in China. */
  @Column('date')
  sinceOn!: string;

  @Column('bigint', { transformer: asCount })
  secondsThen!: number;

  @Column('integer')
  cyclesThen!: number;
}

@Entity('maintenance_work')
export class MaintenanceWork {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('uuid', { nullable: true })
  planId!: string | null;

  /** Date in China. */
  @Column('date')
  doneOn!: string;

  @Column('text')
  doneBy!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('bigint', { transformer: asCount })
  secondsThen!: number;

  @Column('integer')
  cyclesThen!: number;

  @Column('uuid')
  recordedBy!: string;

  @Column('timestamptz')
  recordedAt!: Date;
}

@Entity('maintenance_file')
export class MaintenanceFile {
  @PrimaryColumn('uuid')
  workId!: string;

  @PrimaryColumn('uuid')
  fileId!: string;
}
