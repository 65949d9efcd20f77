import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeviceCategory, LinkKind } from '../../equipment.codes.js';
import type { Performance } from './performance.js';

@Entity('device_kind')
export class DeviceKind {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('integer')
  ordinal!: number;

  @Column('text')
  category!: DeviceCategory;

  @Column('text')
  nameZh!: string;

  @Column('text')
  nameEn!: string;

  @Column('text')
  model!: string;

  @Column('text')
  linkKind!: LinkKind;

  @Column('text', { array: true })
  djiModelKeys!: string[];

  @Column('jsonb')
  attributeSchema!: Readonly<Record<string, unknown>>;

  @Column('boolean')
  isPart!: boolean;

  @Column('boolean')
  calibrationRequired!: boolean;

  @Column('integer')
  turnaroundMinutes!: number;

  @Column('text', { array: true, default: [] })
  capabilities!: string[];

  @Column('boolean', { default: false })
  countsCycles!: boolean;

  @Column('jsonb', { nullable: true })
  performance!: Performance | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz')
  createdAt!: Date;
}
