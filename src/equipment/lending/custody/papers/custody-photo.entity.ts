import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CustodyMoment } from './paper.codes.js';

@Entity('custody_photo')
export class CustodyPhoto {
  @PrimaryColumn('uuid')
  custodyId!: string;

  @PrimaryColumn('text')
  moment!: CustodyMoment;

  @PrimaryColumn('uuid')
  fileId!: string;

  @Column('uuid')
  attachedBy!: string;

  @Column('timestamptz')
  attachedAt!: Date;
}
