import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeviceState, LoanScope } from '../equipment.codes.js';

/** A PostgreSQL point: x is the longitude, y the latitude. */
export interface PointColumn {
  readonly x: number;
  readonly y: number;
}

@Entity('device')
export class Device {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  kindId!: string;

  @Column('uuid', { nullable: true })
  partOfId!: string | null;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  assetCode!: string;

  @Column('text', { nullable: true })
  serial!: string | null;

  @Column('text')
  model!: string;

  @Column('text', { nullable: true })
  djiModelKey!: string | null;

  @Column('text')
  state!: DeviceState;

  @Column('text')
  loanScope!: LoanScope;

  @Column('point', { nullable: true })
  homePosition!: PointColumn | null;

  @Column('jsonb')
  attributes!: Readonly<Record<string, unknown>>;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
