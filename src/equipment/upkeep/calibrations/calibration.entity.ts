import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CalibrationKind, CalibrationResult } from '../../equipment.codes.js';

@Entity('calibration')
export class Calibration {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('text')
  kind!: CalibrationKind;

  @Column('text', { nullable: true })
  body!: string | null;

  @Column('text', { nullable: true })
  certificateNumber!: string | null;

  @Column('date')
  doneOn!: string;

  @Column('date')
  dueOn!: string;

  @Column('text')
  result!: CalibrationResult;

  @Column('boolean')
  blocksBooking!: boolean;

  @Column('bytea', { nullable: true })
  fileSha256!: Buffer | null;

  @Column('uuid', { nullable: true })
  recordedBy!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;
}
